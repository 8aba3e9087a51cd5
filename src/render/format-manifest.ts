import type { Manifest } from "../model/manifest.ts";
import { isList, type Value, type ValueMap } from "../model/value.ts";
import { withoutCommands } from "../model/workflow-command.ts";
import { compareText } from "./cluster-scoped.ts";
import { formatLiteral, formatNumber, formatString, isLiteral } from "./format-scalar.ts";
import { readDocument } from "./read-document.ts";

/** Keys that stand first, in this order; all others follow by their code units, `status` last. */
const objectOrder = ["apiVersion", "kind", "metadata"];
const metadataOrder = ["name", "generateName", "namespace", "labels", "annotations"];
const innerOrder = ["name"];

/** Version of the text that `formatManifest` gives: a higher one may write the same object in other bytes. */
export const manifestForm = 1;

/** The one text of an object: the same on every machine, whatever order and quoting its template used. */
export function formatManifest(manifest: Manifest): string {
  return writeManifest(manifest, isLiteral);
}

/**
 * The same object for a GitHub workflow's log: no line is a command to the runner, which obeys `::name …::` at a
 * line's start and `##[name …]` anywhere. Texts with such lines are quoted.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function formatManifestForLog(manifest: Manifest): string {
  return withoutCommands(writeManifest(manifest, isQuietLiteral));
}

function isQuietLiteral(text: string): boolean {
  return isLiteral(text) && !/(?<![^\n])[^\S\n]*::|##\[/u.test(text);
}

function writeManifest({ body }: Manifest, isBlock: (text: string) => boolean): string {
  const lines: string[] = [];
  for (const key of orderKeys(body, objectOrder)) {
    const order = key === "metadata" ? metadataOrder : innerOrder;
    writeEntry({ lines, order, indent: "", isBlock }, key, body[key] ?? null);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * The text of an object beside the one that is there already: that one stays, byte for byte, when it
 * says the same, so that a new form version changes no file by itself.
 */
export function formatManifestOver(manifest: Manifest, present: string | undefined): string {
  const text = formatManifest(manifest);
  if (present === undefined || present === text) return text;
  const read = readDocument(present);
  return "value" in read && isSameValue(read.value, manifest.body) ? present : text;
}

/** Whether two values mean the same: keys in any order, lists in their order. */
export function isSameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries<Value>(a);
  if (left.length !== Object.keys(b).length) return false;
  const right = new Map(Object.entries<Value>(b));
  return left.every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && isSameValue(value, other);
  });
}

interface Place {
  readonly lines: string[];
  readonly order: readonly string[];
  readonly indent: string;
  /** Whether a text is written as a block scalar. */
  readonly isBlock: (text: string) => boolean;
}

function writeEntry(place: Place, key: string, value: Value): void {
  const head = `${place.indent}${formatString(key)}:`;
  if (isCollection(value)) {
    place.lines.push(head);
    writeCollection(place, value);
  } else {
    place.lines.push(`${head} ${formatLeaf(value, inside(place))}`);
  }
}

/** Lists stand at the indent of their key, as kubectl writes them. */
function writeCollection(place: Place, value: readonly Value[] | ValueMap): void {
  if (isList(value)) {
    for (const each of value) writeItem(place, each);
    return;
  }
  const inner = inside(place);
  for (const key of orderKeys(value, place.order)) writeEntry(inner, key, value[key] ?? null);
}

function writeItem(place: Place, value: Value): void {
  const inner = inside(place);
  if (!isCollection(value)) {
    place.lines.push(`${place.indent}- ${formatLeaf(value, inner)}`);
    return;
  }
  const start = place.lines.length;
  if (isList(value)) for (const each of value) writeItem(inner, each);
  else for (const key of orderKeys(value, innerOrder)) writeEntry(inner, key, value[key] ?? null);
  const first = place.lines[start] ?? "";
  place.lines[start] = `${place.indent}- ${first.slice(inner.indent.length)}`;
}

function inside({ lines, indent, isBlock }: Place): Place {
  return { lines, order: innerOrder, indent: `${indent}  `, isBlock };
}

function formatLeaf(value: Value, { indent, isBlock }: Place): string {
  if (typeof value === "string") {
    return isBlock(value) ? formatLiteral(value, indent) : formatString(value);
  }
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value === null) return "null";
  return Array.isArray(value) ? "[]" : "{}";
}

/** Empty collections are written on one line, as leaves. */
function isCollection(value: Value): value is readonly Value[] | ValueMap {
  if (typeof value !== "object" || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function orderKeys(map: ValueMap, first: readonly string[]): readonly string[] {
  const keys = Object.keys(map);
  if (keys.length < 2) return keys;
  return keys.toSorted((a, b) => rankOf(a, first) - rankOf(b, first) || compareText(a, b));
}

function rankOf(key: string, first: readonly string[]): number {
  const rank = first.indexOf(key);
  if (rank >= 0) return rank;
  return key === "status" && first === objectOrder ? first.length + 1 : first.length;
}
