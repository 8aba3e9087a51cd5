import { pointerKeys } from "../model/json-pointer.ts";
import { asList, asMap, isMap, type Value, type ValueMap } from "../model/value.ts";

/** A schema and every schema that it is composed of, in place: `$ref`, `allOf`, `anyOf`, `if` and the like. */
export function appliedSchemas(schema: Value | undefined, root: ValueMap): readonly ValueMap[] {
  const found = new Set<ValueMap>();
  const open: (Value | undefined)[] = [schema];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (!isMap(next) || found.has(next)) continue;
    found.add(next);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) open.push(...asList(next[keyword]));
    for (const keyword of ["if", "then", "else"]) open.push(next[keyword]);
    if (typeof next["$ref"] === "string") open.push(schemaAt(root, next["$ref"]));
  }
  return [...found];
}

/** The schemas that say something about a child: by its name, by a pattern, or for all that is left. */
export function childSchemas(
  schemas: readonly ValueMap[],
  root: ValueMap,
  key: string,
): readonly ValueMap[] {
  const children = schemas.flatMap((schema) => [
    ...propertySchemas(schema, key),
    ...(/^[0-9]+$/u.test(key) ? itemSchemas(schema, Number(key)) : []),
  ]);
  return children.flatMap((child) => appliedSchemas(child, root));
}

function propertySchemas(schema: ValueMap, key: string): readonly (Value | undefined)[] {
  const properties = asMap(schema["properties"]);
  const patterns = Object.entries(asMap(schema["patternProperties"]));
  const matching = patterns.filter(([pattern]) => new RegExp(pattern, "u").test(key));
  const named = [
    ...(Object.hasOwn(properties, key) ? [properties[key]] : []),
    ...matching.map(([, child]) => child),
  ];
  return named.length > 0
    ? named
    : [schema["additionalProperties"], schema["unevaluatedProperties"]];
}

function itemSchemas(schema: ValueMap, index: number): readonly (Value | undefined)[] {
  const fixed = asList(schema["prefixItems"])[index];
  return [fixed ?? schema["items"]];
}

function schemaAt(root: ValueMap, reference: string): Value | undefined {
  if (!reference.startsWith("#")) return undefined;
  let found: Value | undefined = root;
  for (const key of pointerKeys(decodeURIComponent(reference.slice(1)))) {
    found = isMap(found) ? found[key] : asList(found)[Number(key)];
  }
  return found;
}
