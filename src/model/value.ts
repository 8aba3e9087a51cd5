/** Anything that a YAML or JSON document can hold once it is read. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap;

/** A YAML mapping or JSON object: what layers, values and manifests are made of. */
export interface ValueMap {
  readonly [key: string]: Value;
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** The most levels of maps and lists that a document may have, whoever wrote it. */
export const maxDepth = 200;

/** Does a value have more levels than we take? What walks over it would run out of stack at some depth. */
export function isTooDeep(value: unknown, levels: number = maxDepth): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isTooDeep(one, levels - 1));
}

const emptyMap: ValueMap = {};
const emptyList: readonly Value[] = [];

/** A map as it is, anything else as an empty one: for reading paths that may not be there. */
export function asMap(value: unknown): ValueMap {
  return isMap(value) ? value : emptyMap;
}

/** A list as it is, anything else as an empty one. */
export function asList(value: unknown): readonly Value[] {
  return isList(value) ? value : emptyList;
}

/** A string as it is, anything else as an empty one. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
