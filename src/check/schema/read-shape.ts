import { asList, isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { Shape } from "./shape.ts";

type Draft = { -readonly [Key in keyof Shape]: Shape[Key] };

const numbers = [
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;
const junctors = ["anyOf", "oneOf", "allOf"] as const;
const types = ["object", "array", "string", "integer", "number", "boolean"] as const;

/**
 * The shape in an OpenAPI v3 schema, of a definition or of Kubernetes itself. Descriptions, defaults and
 * CEL rules are left out: the API server alone evaluates those.
 */
export function readShape(schema: Value): Shape {
  if (!isMap(schema)) return {};
  const special = readSpecial(schema);
  if (special !== undefined) return special;
  const shape: Draft = {};
  readStructure(schema, shape);
  readBounds(schema, shape);
  for (const junctor of junctors) {
    const parts = asList(schema[junctor]).map((part) => readShape(part));
    if (parts.length > 0) shape[junctor] = parts;
  }
  if (isMap(schema["not"])) shape.not = readShape(schema["not"]);
  return shape;
}

/** References, and the type that OpenAPI can only describe in a roundabout way. */
function readSpecial(schema: ValueMap): Shape | undefined {
  const reference = textOf(schema["$ref"]) ?? onlyReference(schema["allOf"]);
  if (reference !== undefined) return referTo(reference);
  const isEither =
    schema["x-kubernetes-int-or-string"] === true || schema["format"] === "int-or-string";
  if (!isEither) return undefined;
  const pattern = textOf(schema["pattern"]);
  return pattern === undefined ? { type: "int-or-string" } : { type: "int-or-string", pattern };
}

/** A reference that a default or a description stands beside is wrapped in a list of one. */
function onlyReference(allOf: Value | undefined): string | undefined {
  const parts = asList(allOf);
  return parts.length === 1 ? textOf(valueAt(parts[0], "$ref")) : undefined;
}

function referTo(reference: string): Shape {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return name.endsWith(".api.resource.Quantity") ? { type: "quantity" } : { $ref: name };
}

function readStructure(schema: ValueMap, shape: Draft): void {
  const type = types.find((each) => each === schema["type"]);
  if (type !== undefined) shape.type = type;
  const { properties, additionalProperties, items } = schema;
  if (isMap(properties)) {
    const fields = Object.entries(properties).map(
      ([key, field]) => [key, readShape(field)] as const,
    );
    shape.properties = Object.fromEntries(fields);
  }
  if (isMap(additionalProperties)) shape.additionalProperties = readShape(additionalProperties);
  if (isMap(items)) shape.items = readShape(items);
  const isOpen =
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema["x-kubernetes-embedded-resource"] === true ||
    additionalProperties === true;
  if (isOpen) shape.open = true;
}

function readBounds(schema: ValueMap, shape: Draft): void {
  const required = textsOf(schema["required"]);
  if (required.length > 0) shape.required = required;
  const keys =
    schema["x-kubernetes-list-type"] === "map" ? textsOf(schema["x-kubernetes-list-map-keys"]) : [];
  if (keys.length > 0) shape.keys = keys;
  const pattern = textOf(schema["pattern"]);
  if (pattern !== undefined) shape.pattern = pattern;
  if (isList(schema["enum"])) shape.enum = schema["enum"].filter((each) => isScalar(each));
  for (const bound of numbers) {
    const value = schema[bound];
    if (typeof value === "number") shape[bound] = value;
  }
}

function textsOf(value: Value | undefined): readonly string[] {
  return asList(value).filter((each) => typeof each === "string");
}

function isScalar(value: Value): value is string | number | boolean | null {
  return value === null || typeof value !== "object";
}
