import type { Value, ValueMap } from "../model/value.ts";

const emptyMap: ValueMap = {};
const emptyList: readonly Value[] = [];

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The map that stands there, or an empty one: what is no map is the schema rules' to report. */
export function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : emptyMap;
}

/** The list that stands there, or an empty one. */
export function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : emptyList;
}

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

/** The pointer of a member: RFC 6901 escapes `~` and `/`. */
export function pointerTo(base: string, ...parts: readonly (string | number)[]): string {
  let pointer = base;
  for (const part of parts) {
    const text = String(part);
    const plain = !text.includes("~") && !text.includes("/");
    pointer += `/${plain ? text : text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}
