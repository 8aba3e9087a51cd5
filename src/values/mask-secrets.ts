import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { appliedSchemas, childSchemas } from "./applied-schemas.ts";

/** What stands in the place of a value that is marked `x-secret: true`. */
export const mask = "********";

/** The same values, with everything below a path that the schema marks `x-secret: true` masked. */
export function maskSecrets(values: ValueMap, schema: ValueMap): ValueMap {
  const masked = maskAt(values, appliedSchemas(schema, schema), schema);
  return isMap(masked) ? masked : {};
}

/** Whether the schema marks the path, or one above it, as secret. */
export function isSecretPath(schema: ValueMap, keys: readonly string[]): boolean {
  let schemas = appliedSchemas(schema, schema);
  if (schemas.some(isSecret)) return true;
  for (const key of keys) {
    schemas = childSchemas(schemas, schema, key);
    if (schemas.some(isSecret)) return true;
  }
  return false;
}

function maskAt(value: Value, schemas: readonly ValueMap[], root: ValueMap): Value {
  if (value !== null && schemas.some(isSecret)) return mask;
  if (isList(value)) {
    return value.map((item, index) =>
      maskAt(item, childSchemas(schemas, root, String(index)), root),
    );
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(
    ([key, child]) => [key, maskAt(child, childSchemas(schemas, root, key), root)] as const,
  );
  return Object.fromEntries(entries);
}

function isSecret(schema: ValueMap): boolean {
  return schema["x-secret"] === true;
}
