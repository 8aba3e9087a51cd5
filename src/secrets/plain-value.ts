import type { Value, ValueMap } from "../model/value.ts";

/** The map that a value is, or an empty one. */
export function asMap(value: unknown): ValueMap {
  const plain = plainValue(value);
  return isMap(plain) ? plain : {};
}

/** What a parser or a generated type hands over, as a value; whatever YAML cannot hold becomes null. */
export function plainValue(value: unknown): Value {
  return isPlain(value) ? value : null;
}

function isPlain(value: unknown): value is Value {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return typeof value === "object" && Object.values(value).every(isPlain);
}

function isMap(value: Value): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
