import type { Finding } from "../model/finding.ts";
import { pointerKeys } from "../model/json-pointer.ts";
import type { Origin, ResolvedValues } from "../model/layer.ts";
import type { Manifest } from "../model/manifest.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { objectName } from "./object-name.ts";

/**
 * Findings about rendered objects with the values line behind them, where exactly one leaf that people wrote
 * says what stands at the finding's place; all others stay as they are.
 */
export function traceFindings(
  findings: readonly Finding[],
  manifests: readonly Manifest[],
  values: readonly ResolvedValues[],
): readonly Finding[] {
  const leaves = indexLeaves(values);
  const bodies = new Map(
    manifests.map((manifest) => [objectName(manifest.identity), manifest.body]),
  );
  return findings.map((finding) => {
    const { file, object, pointer } = finding.at;
    const body = bodies.get(object ?? "");
    if (file !== undefined || pointer === undefined || body === undefined) return finding;
    const origin = onlyOrigin(leaves, wordsOf(finding, valueBehind(body, pointer)));
    if (origin === undefined) return finding;
    const { file: written, line, column } = origin;
    return { ...finding, at: { ...finding.at, file: written, line, column } };
  });
}

type Leaves = ReadonlyMap<string, readonly Origin[]>;

/** The winning origin of every leaf, by what it says. Switches and short words say nothing of their own. */
function indexLeaves(values: readonly ResolvedValues[]): Leaves {
  const leaves = values.flatMap(({ origins }) =>
    [...origins.values()].flatMap(([origin]) => {
      const text = origin === undefined ? undefined : wordOf(origin.value);
      return origin === undefined || text === undefined ? [] : [{ text, origin }];
    }),
  );
  const groups = Map.groupBy(leaves, ({ text }) => text);
  return new Map([...groups].map(([text, list]) => [text, list.map(({ origin }) => origin)]));
}

function wordOf(value: Value): string | undefined {
  if (typeof value === "number") return value >= 1000 ? String(value) : undefined;
  return typeof value === "string" && value.length >= 5 ? value : undefined;
}

/** What stands at a place: the value itself, else the address, name or number that the finding is about, or a part of it. */
function wordsOf({ says }: Finding, value: Value | undefined): readonly string[] {
  const own = value === undefined ? undefined : wordOf(value);
  const said = [...says.matchAll(/[\w.-]{4,}(?=[:\s,]|$)|\d{4,5}\b/gu)].map(([word]) => word);
  const parts = said
    .flatMap((word) => word.split("."))
    .filter((part) => /^\w+-[\w-]{2,}$/u.test(part));
  return [...(own === undefined ? [] : [own]), ...said, ...parts];
}

/** The first word that exactly one leaf says. */
function onlyOrigin(leaves: Leaves, words: readonly string[]): Origin | undefined {
  for (const word of words) {
    const origins = leaves.get(word) ?? [];
    if (origins.length === 1) return origins[0];
  }
  return undefined;
}

function valueBehind(body: Value, pointer: string): Value | undefined {
  let node: Value | undefined = body;
  for (const key of pointerKeys(pointer)) {
    if (isMap(node)) node = Object.hasOwn(node, key) ? node[key] : undefined;
    else node = isList(node) ? node[Number(key)] : undefined;
  }
  return node;
}
