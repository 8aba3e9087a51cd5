import { asList, isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { appliedSchemas, childSchemas } from "./applied-schemas.ts";

/**
 * Other values that a key could have, likeliest to be accepted first: what differs between two renders, one
 * with each, is what the key touches. The last one removes the key.
 */
export function changedValues(
  value: Value | undefined,
  schema: ValueMap | undefined,
  keys: readonly string[],
): readonly Value[] {
  const root = schema ?? {};
  let schemas = appliedSchemas(root, root);
  for (const key of keys) schemas = childSchemas(schemas, root, key);
  return [...variants(value, schemas, root), null];
}

function variants(
  value: Value | undefined,
  schemas: readonly ValueMap[],
  root: ValueMap,
): readonly Value[] {
  if (schemas.some((one) => one["x-secret"] === true)) return ["changed"];
  const allowed = schemas.flatMap((one) => asList(one["enum"]));
  if (allowed.length > 0) return allowed.filter((other) => other !== value);
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, value - 1, value * 2];
  if (typeof value === "string") return textVariants(value);
  if (isMap(value)) return [everyLeafChanged(value, schemas, root)];
  return isList(value) ? [value.slice(0, -1), value.slice(1)] : ["changed"];
}

function everyLeafChanged(map: ValueMap, schemas: readonly ValueMap[], root: ValueMap): ValueMap {
  const entries = Object.entries(map).map(([key, child]) => {
    const [changed] = variants(child, childSchemas(schemas, root, key), root);
    return [key, changed ?? child] as const;
  });
  return Object.fromEntries(entries);
}

/** A quantity, a duration or a port in text stays one. */
function textVariants(text: string): readonly Value[] {
  const counted = text.replace(/[0-9]+/u, (digits) => String(Number(digits) + 1));
  const longer = `${text}x`;
  return counted === text ? [longer] : [counted, longer];
}

/** A map that sets one key; a key inside a list means the whole list, since a list replaces a list. */
export function overrideMap(values: ValueMap, keys: readonly string[], value: Value): ValueMap {
  const [key, ...rest] = keys;
  if (key === undefined) return {};
  const below = values[key];
  if (rest.length === 0) return Object.fromEntries([[key, value]]);
  if (isList(below)) return Object.fromEntries([[key, setInList(below, rest, value)]]);
  return Object.fromEntries([[key, overrideMap(isMap(below) ? below : {}, rest, value)]]);
}

function setInList(
  list: readonly Value[],
  keys: readonly string[],
  value: Value,
): readonly Value[] {
  const [key, ...rest] = keys;
  if (Number(key) >= list.length) return [...list, value];
  return list.map((item, index) => {
    if (String(index) !== key) return item;
    if (rest.length === 0) return value;
    if (isList(item)) return setInList(item, rest, value);
    return isMap(item) ? { ...item, ...overrideMap(item, rest, value) } : value;
  });
}
