import { isList, isMap, type Value } from "../../model/value.ts";
import { compilePattern } from "../compile-pattern.ts";
import { nearest } from "../nearest.ts";
import type { Shape } from "./shape.ts";

/** What is wrong with one value, said after its field's name. */
export interface ShapeProblem {
  readonly code: string;
  readonly says: string;
  readonly fix: string;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantity = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/u;

const checks: Readonly<Record<NonNullable<Shape["type"]>, (value: Value) => boolean>> = {
  object: (value) => isMap(value),
  array: (value) => isList(value),
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  "int-or-string": (value) => typeof value === "string" || Number.isInteger(value),
  quantity: (value) =>
    typeof value === "number" || (typeof value === "string" && quantity.test(value)),
};

const names: Readonly<Record<NonNullable<Shape["type"]>, string>> = {
  object: "a map",
  array: "a list",
  string: "a string",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
  "int-or-string": "a whole number or a string",
  quantity: "a quantity such as 500m or 2Gi",
};

/** What is wrong with a value itself: its type, its bounds, its pattern. */
export function scalarProblem(shape: Shape, value: Value): ShapeProblem | undefined {
  const { type } = shape;
  if (type !== undefined && !checks[type](value)) return wrongType(type, value);
  if (typeof value === "string") return textProblem(shape, value);
  if (typeof value === "number") return numberProblem(shape, value);
  return sizeProblem(shape, value) ?? enumProblem(shape, value);
}

function wrongType(type: NonNullable<Shape["type"]>, value: Value): ShapeProblem {
  const isQuotable = type === "string" && (typeof value === "number" || typeof value === "boolean");
  return {
    code: "SCHEMA_TYPE",
    says: `must be ${names[type]}, and is ${describe(value)}`,
    fix: isQuotable ? `quote it: "${String(value)}"` : `make it ${names[type]}`,
  };
}

function describe(value: Value): string {
  if (isMap(value)) return "a map";
  if (isList(value)) return "a list";
  if (typeof value !== "string") return String(value);
  return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
}

function textProblem(shape: Shape, text: string): ShapeProblem | undefined {
  const { pattern, minLength, maxLength } = shape;
  // Counted as Go counts: by code points.
  const length = minLength === undefined && maxLength === undefined ? 0 : Array.from(text).length;
  const problem = outside(length, { minimum: minLength, maximum: maxLength }, "characters");
  if (problem !== undefined) return problem;
  const isMatch = pattern === undefined || compile(pattern)?.test(text) !== false;
  return isMatch ? enumProblem(shape, text) : bound(`must match ${pattern}`);
}

function numberProblem(shape: Shape, number: number): ShapeProblem | undefined {
  return outside(number, shape, "") ?? enumProblem(shape, number);
}

function sizeProblem(shape: Shape, value: Value): ShapeProblem | undefined {
  if (isList(value)) {
    const limits = { minimum: shape.minItems, maximum: shape.maxItems };
    return outside(value.length, limits, "items");
  }
  if (!isMap(value)) return undefined;
  const limits = { minimum: shape.minProperties, maximum: shape.maxProperties };
  return outside(Object.keys(value).length, limits, "fields");
}

interface Limits {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

function outside(size: number, limits: Limits, unit: string): ShapeProblem | undefined {
  const { minimum = -Infinity, maximum = Infinity } = limits;
  const verb = unit === "" ? "be" : "have";
  if (size < minimum) return bound(`must ${verb} at least ${minimum} ${unit}`.trimEnd());
  if (size > maximum) return bound(`must ${verb} at most ${maximum} ${unit}`.trimEnd());
  return undefined;
}

function enumProblem(shape: Shape, value: Value): ShapeProblem | undefined {
  if (shape.enum === undefined || shape.enum.some((each) => each === value)) return undefined;
  const allowed = shape.enum.map(String);
  const near = typeof value === "string" ? nearest(value, allowed) : undefined;
  return {
    code: "SCHEMA_VALUE",
    says: `is ${describe(value)}, and must be one of ${allowed.join(", ")}`,
    fix: near === undefined ? "use one of these" : `did you mean ${near}?`,
  };
}

function bound(says: string): ShapeProblem {
  return { code: "SCHEMA_VALUE", says, fix: "see the kind's reference" };
}

const compiled = new Map<string, RegExp | undefined>();

/** Definitions are written for Go's engine; a pattern that ours does not read is left to the API server. */
function compile(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compilePattern(pattern));
  return compiled.get(pattern);
}
