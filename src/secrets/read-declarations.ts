import type { SecretDeclarations } from "../model/secret-declarations.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";

/** Merged layers that have passed schemas/secrets.json, as declarations; what a layer set to null is gone. */
export function readDeclarations(values: ValueMap): SecretDeclarations {
  const declarations = withoutNulls(values);
  return isDeclarations(declarations) ? declarations : {};
}

/** The schema has said so before. */
function isDeclarations(value: Value): value is ValueMap & SecretDeclarations {
  return isMap(value);
}

function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutNulls(child)]),
  );
}
