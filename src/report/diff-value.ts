import type { FieldChange } from "../model/manifest-diff.ts";
import type { ObjectIdentity } from "../model/manifest.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { counted } from "./counted.ts";
import { plain } from "./plain.ts";

const longest = 80;

/** `StatefulSet data-platform-prod/redpanda`. */
export function formatIdentity({ kind, namespace, name }: ObjectIdentity): string {
  return plain(namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`);
}

/** A value on one line, cut where it gets long. */
export function formatValue(value: Value): string {
  const text = typeof value === "string" ? quoteIfNeeded(value) : JSON.stringify(value);
  return plain(text.length > longest ? `${text.slice(0, longest - 1)}…` : text).replaceAll(
    "\n",
    "⏎",
  );
}

function quoteIfNeeded(text: string): string {
  return text === "" || /^\s|\s$/.test(text) ? JSON.stringify(text) : text;
}

/** `1 -> 3`, `+ 3`, `- 1`; undefined where lines tell it. */
export function formatChange({ before, after, lines }: FieldChange): string | undefined {
  if (lines !== undefined) return lines.length === 0 ? "changed (hidden)" : undefined;
  if (before === undefined) return `+ ${describe(after ?? null)}`;
  if (after === undefined) return `- ${describe(before)}`;
  const [was, is] = [formatValue(before), formatValue(after)];
  if (was !== is) return `${was} -> ${is}`;
  return was === "(hidden)" ? "changed (hidden)" : `changed: ${was}`;
}

/** What came or went as a whole: small things are shown, big ones are counted. */
function describe(value: Value): string {
  const text = formatValue(value);
  if (!text.endsWith("…")) return text;
  if (isList(value)) return counted(value.length, "item");
  return isMap(value) ? `{${Object.keys(value).map(plain).join(", ").slice(0, longest)}}` : text;
}

/** Deep paths without their middle: `spec.template…containers[web].image`. */
export function shortenPath(path: string): string {
  const short = plain(path).replace(
    /^(spec\.template|spec\.jobTemplate)\.spec\.(?:template\.spec\.)?/,
    "$1…",
  );
  return short.length > 100 ? `${short.slice(0, 48)}…${short.slice(-48)}` : short;
}
