import { asList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { appliedSchemas, childSchemas } from "./applied-schemas.ts";

/**
 * What a schema says about a key, in words: `integer, 1 or more: "Number of brokers."`. Undefined where it
 * says nothing.
 */
export function describeSchema(schema: ValueMap, keys: readonly string[]): string | undefined {
  let schemas = appliedSchemas(schema, schema);
  for (const key of keys) schemas = childSchemas(schemas, schema, key);
  const rules = schemas.flatMap(describeRules);
  const description = schemas.map((one) => one["description"]).find(isText);
  const words = [...new Set(rules)].join(", ");
  if (description === undefined) return words === "" ? undefined : words;
  return words === "" ? `"${description}"` : `${words}: "${description}"`;
}

function describeRules(schema: ValueMap): readonly string[] {
  const types = [schema["type"] ?? []].flat().filter(isText);
  const allowed = asList(schema["enum"]).map((value) =>
    isText(value) ? value : JSON.stringify(value),
  );
  return [
    ...(types.length === 0 ? [] : [types.join(" or ")]),
    ...(allowed.length === 0 ? [] : [`one of ${allowed.join(", ")}`]),
    ...bounds.flatMap(([keyword, words]) => {
      const bound = schema[keyword];
      return typeof bound === "number" ? [words.replace("#", String(bound))] : [];
    }),
    ...(isText(schema["pattern"]) ? [`matching ${schema["pattern"]}`] : []),
    ...(schema["x-secret"] === true ? ["secret"] : []),
    ...(isMap(schema) && schema["default"] !== undefined
      ? [`default ${JSON.stringify(schema["default"])}`]
      : []),
  ];
}

const bounds = [
  ["minimum", "# or more"],
  ["exclusiveMinimum", "more than #"],
  ["maximum", "# or less"],
  ["exclusiveMaximum", "less than #"],
  ["minLength", "# characters or more"],
  ["maxLength", "# characters or less"],
  ["minItems", "# items or more"],
  ["maxItems", "# items or less"],
] as const;

function isText(value: Value | undefined): value is string {
  return typeof value === "string";
}
