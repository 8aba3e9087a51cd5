import { YAMLException, load } from "js-yaml";
import { maxDepth, type Value } from "../model/value.ts";
import { goYamlSchema } from "./go-yaml-schema.ts";

/** What one YAML document says, or why it cannot be used. Lines count from 1 inside the document. */
export type ReadDocument =
  | { readonly value: Value; readonly repeatedKeyLine?: number }
  | { readonly problem: string; readonly line: number };

const maxNodes = 1_000_000;

/** Read one YAML document as helm and kubectl do. A key that is written twice keeps its last value, as there. */
export function readDocument(text: string): ReadDocument {
  try {
    return checkValue(load(text, { schema: goYamlSchema, maxDepth, maxAliases: 0 }));
  } catch (error) {
    if (!(error instanceof YAMLException)) return { problem: "it is nested too deeply", line: 1 };
    return readAgain(text, error);
  }
}

/** Aliases and repeated keys are rare and cost more: only a document that has them comes here. */
function readAgain(text: string, first: YAMLException): ReadDocument {
  const isRepeatedKey = first.reason.includes("duplicated mapping key");
  try {
    const value = load(text, { schema: goYamlSchema, maxDepth, json: true, maxAliases: 10_000 });
    const read = checkValue(value);
    return isRepeatedKey && "value" in read ? { ...read, repeatedKeyLine: lineOf(first) } : read;
  } catch (error) {
    if (!(error instanceof YAMLException)) return { problem: "it is nested too deeply", line: 1 };
    return { problem: error.reason, line: lineOf(error) };
  }
}

function lineOf(error: YAMLException): number {
  return (error.mark?.line ?? 0) + 1;
}

function checkValue(value: unknown): ReadDocument {
  const budget = { nodes: maxNodes, problem: "" };
  if (isValue(value, budget)) return { value };
  return { problem: budget.problem, line: 1 };
}

interface Budget {
  nodes: number;
  problem: string;
}

/** Also counts: aliases of aliases can stand for more nodes than memory holds. */
function isValue(value: unknown, budget: Budget): value is Value {
  budget.nodes -= 1;
  if (budget.nodes < 0) return refuse(budget, "its aliases stand for too much");
  if (typeof value === "number") return isPlainNumber(value, budget);
  if (value === null || typeof value !== "object") return true;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const child of children) if (!isValue(child, budget)) return false;
  return true;
}

function isPlainNumber(value: number, budget: Budget): boolean {
  if (!Number.isFinite(value)) return refuse(budget, "JSON has no number for .inf and .nan");
  if (
    Number.isInteger(value) &&
    Math.abs(value) > Number.MAX_SAFE_INTEGER &&
    Math.abs(value) < 2 ** 64
  )
    return refuse(budget, `the integer near ${value} is too big to be kept exactly: quote it`);
  return true;
}

function refuse(budget: Budget, problem: string): false {
  budget.problem = problem;
  return false;
}
