import { pointerTo } from "../model/json-pointer.ts";
import type { ResolvedValues } from "../model/layer.ts";
import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { formatNumber, formatText } from "./format-scalar.ts";

export interface FormatOptions {
  /** Lines put before the values, without the `#`. */
  readonly head?: readonly string[];
  /** Say behind each leaf where it was set. Default: no. */
  readonly origins?: boolean;
  /** Printed in place of the resolved values, such as the same with secrets masked. */
  readonly values?: ValueMap;
}

type Comment = (pointer: string) => string;

/**
 * Resolved values as YAML that every reader takes the same, YAML 1.1 and 1.2: text that could be anything
 * else is quoted. Keys keep the order of the layers; the same values give the same bytes.
 */
export function formatValues(resolved: ResolvedValues, options: FormatOptions = {}): string {
  const head = (options.head ?? []).map((line) => `${formatComment(line)}\n`).join("");
  const comment: Comment = options.origins === true ? (at) => originOf(resolved, at) : () => "";
  const values = options.values ?? resolved.values;
  if (Object.keys(values).length === 0) return `${head}{}\n`;
  return head + mapLines(values, "", comment).join("\n") + "\n";
}

function mapLines(map: ValueMap, pointer: string, comment: Comment): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const at = pointerTo(pointer, key);
    const label = `${formatText(key)}:`;
    const nested = nestedLines(value, at, comment);
    if (nested !== undefined) return [label, ...nested.map((line) => `  ${line}`)];
    return [`${label} ${formatLeaf(value)}${comment(at)}`];
  });
}

function listLines(list: readonly Value[], pointer: string, comment: Comment): readonly string[] {
  return list.flatMap((value, index) => {
    const at = pointerTo(pointer, index);
    const nested = nestedLines(value, at, comment);
    if (nested === undefined) return [`- ${formatLeaf(value)}${comment(at)}`];
    return nested.map((line, row) => (row === 0 ? `- ${line}` : `  ${line}`));
  });
}

/** The lines below a key; undefined for what stands behind it on the same line. */
function nestedLines(
  value: Value,
  pointer: string,
  comment: Comment,
): readonly string[] | undefined {
  if (isList(value)) return value.length === 0 ? undefined : listLines(value, pointer, comment);
  if (!isMap(value) || Object.keys(value).length === 0) return undefined;
  return mapLines(value, pointer, comment);
}

function formatLeaf(value: Value): string {
  if (typeof value === "string") return formatText(value);
  if (typeof value === "number") return formatNumber(value);
  if (isList(value)) return "[]";
  return isMap(value) ? "{}" : String(value);
}

function originOf(resolved: ResolvedValues, pointer: string): string {
  const [top] = resolved.origins.get(pointer) ?? [];
  return top === undefined ? "" : ` ${formatComment(`${top.file}:${top.line}:${top.column}`)}`;
}

/** On one line, whatever it quotes. */
function formatComment(text: string): string {
  return `# ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\uFFFD")}`;
}
