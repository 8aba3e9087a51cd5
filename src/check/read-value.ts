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
