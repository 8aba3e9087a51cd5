import { isMap, type Value } from "../model/value.ts";

/** The string that stands there; undefined for anything else and for the empty one. */
export function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What stands at the end of a path of map keys. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let node = value;
  for (const key of path) {
    if (!isMap(node)) return undefined;
    node = node[key];
  }
  return node;
}
