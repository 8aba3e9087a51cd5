import type { FieldShape } from "../model/field-shape.ts";
import type { FieldChange } from "../model/manifest-diff.ts";
import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { diffLines } from "./diff-lines.ts";
import { isSameValue } from "./format-manifest.ts";
import { listKeys } from "./list-keys.ts";
import { readDocument } from "./read-document.ts";

/** Where a value stands, and what its kind's definition says of it. */
interface At {
  readonly path: string;
  readonly shape?: FieldShape | undefined;
}

const top: At = { path: "" };

/** The fields that differ between two values, in the order of their paths. */
export function diffValues(
  before: Value | undefined,
  after: Value | undefined,
  at: At = top,
): readonly FieldChange[] {
  if (before === undefined || after === undefined) return oneSided(before, after, at);
  return isSameValue(before, after) ? [] : diffPresent(before, after, at);
}

function diffPresent(before: Value, after: Value, at: At): readonly FieldChange[] {
  if (isMap(before) && isMap(after)) return diffMaps(before, after, at);
  if (isList(before) && isList(after)) return diffLists(before, after, at);
  if (isText(before) && isText(after)) return diffTexts(before, after, at);
  return [{ path: at.path, before, after }];
}

function oneSided(
  before: Value | undefined,
  after: Value | undefined,
  at: At,
): readonly FieldChange[] {
  const { path } = at;
  if (before !== undefined) return [{ path, before }];
  return after === undefined ? [] : [{ path, after }];
}

function diffMaps(before: ValueMap, after: ValueMap, at: At): readonly FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const inner = { path: joinKey(at.path, key), shape: at.shape?.field(key) };
    return diffValues(before[key], after[key], inner);
  });
}

/** A key that is no plain word stands in brackets, so that a path reads one way only. */
function joinKey(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function diffLists(
  before: readonly Value[],
  after: readonly Value[],
  at: At,
): readonly FieldChange[] {
  const { path, shape } = at;
  const named = shape?.keys === undefined ? { path } : { path, keys: shape.keys };
  const keys = listKeys(named, before, after);
  if (keys !== undefined) return diffKeyed(keys.before, keys.after, at);
  const isPlain = [...before, ...after].every((each) => typeof each !== "object");
  return isPlain ? diffScalars(before, after, at) : diffAligned(before, after, at);
}

type Keyed = ReadonlyMap<string, Value>;

function diffKeyed(before: Keyed, after: Keyed, at: At): readonly FieldChange[] {
  const { path } = at;
  const shape = at.shape?.items();
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const fields = keys.flatMap((key) =>
    diffValues(before.get(key), after.get(key), { path: `${path}[${key}]`, shape }),
  );
  const orders = [before, after].map((side, index) => {
    const other = index === 0 ? after : before;
    return [...side.keys()].filter((key) => other.has(key));
  });
  const [was = [], is = []] = orders;
  if (was.join("\0") === is.join("\0")) return fields;
  return [...fields, { path: `${path} order`, before: was, after: is }];
}

function diffScalars(
  before: readonly Value[],
  after: readonly Value[],
  at: At,
): readonly FieldChange[] {
  const { path } = at;
  const gone = before.filter((each) => !after.includes(each));
  const come = after.filter((each) => !before.includes(each));
  const [was, is] = [gone[0], come[0]];
  if (was !== undefined && is !== undefined && gone.length + come.length === 2) {
    return [{ path: `${path}[]`, before: was, after: is }];
  }
  if (gone.length + come.length === 0) return [{ path, before, after }];
  return [
    ...gone.map((each) => ({ path: `${path}[]`, before: each })),
    ...come.map((each) => ({ path: `${path}[]`, after: each })),
  ];
}

/** Items without a key are compared from both ends towards what differs, then by position. */
function diffAligned(
  before: readonly Value[],
  after: readonly Value[],
  at: At,
): readonly FieldChange[] {
  const shape = at.shape?.items();
  let start = 0;
  while (isSameAt(before[start], after[start])) start += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && isSameAt(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const length = Math.max(before.length, after.length) - start - tail;
  return Array.from({ length }, (_, offset) => start + offset).flatMap((index) =>
    diffValues(
      index < before.length - tail ? before[index] : undefined,
      index < after.length - tail ? after[index] : undefined,
      { path: `${at.path}[${index}]`, shape },
    ),
  );
}

function isSameAt(before: Value | undefined, after: Value | undefined): boolean {
  return before !== undefined && after !== undefined && isSameValue(before, after);
}

/** JSON and YAML in a text are compared as such; any other text of several lines by lines. */
function diffTexts(before: string, after: string, at: At): readonly FieldChange[] {
  const { path } = at;
  const was = readEmbedded(before, path);
  const is = readEmbedded(after, path);
  const fields = was === undefined || is === undefined ? [] : diffValues(was, is, { path });
  if (fields.length > 0) return fields;
  const isLong = before.includes("\n") || after.includes("\n");
  return isLong ? [{ path, lines: diffLines(before, after) }] : [{ path, before, after }];
}

function readEmbedded(text: string, path: string): Value | undefined {
  if (!/^\s*[{[]/.test(text) && !/\.(?:json|ya?ml)\]$/.test(path)) return undefined;
  const read = readDocument(text);
  if (!("value" in read)) return undefined;
  return isMap(read.value) || isList(read.value) ? read.value : undefined;
}

function isText(value: Value): value is string {
  return typeof value === "string";
}
