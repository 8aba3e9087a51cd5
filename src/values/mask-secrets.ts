import { asMap, isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { appliedSchemas, childSchemas } from "./applied-schemas.ts";

/** What stands in the place of a value that is marked `x-secret: true`. */
export const mask = "********";

/** The same values, with everything below a path that the schema marks `x-secret: true` masked. */
export function maskSecrets(values: ValueMap, schema: ValueMap): ValueMap {
  return asMap(maskAt(values, [], schema));
}

/** Whether the schema marks the path, or one above it, as secret. */
export function isSecretPath(schema: ValueMap, keys: readonly string[]): boolean {
  let schemas = appliedSchemas(schema, schema);
  for (const key of keys) {
    if (schemas.some(isSecret)) return true;
    schemas = childSchemas(schemas, schema, key);
  }
  return schemas.some(isSecret);
}

/** The value that stands at a path, with what is marked as secret in it or above it masked. */
export function maskAt(value: Value, keys: readonly string[], schema: ValueMap): Value {
  let schemas = appliedSchemas(schema, schema);
  for (const key of keys) {
    if (schemas.some(isSecret)) return mask;
    schemas = childSchemas(schemas, schema, key);
  }
  return maskBy(value, schemas, schema);
}

function maskBy(value: Value, schemas: readonly ValueMap[], root: ValueMap): Value {
  if (value !== null && schemas.some(isSecret)) return mask;
  if (isList(value)) {
    return value.map((item, index) =>
      maskBy(item, childSchemas(schemas, root, String(index)), root),
    );
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(
    ([key, child]) => [key, maskBy(child, childSchemas(schemas, root, key), root)] as const,
  );
  return Object.fromEntries(entries);
}

function isSecret(schema: ValueMap): boolean {
  return schema["x-secret"] === true;
}
