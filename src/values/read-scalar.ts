import { Scalar } from "yaml";
import type { Value } from "../model/value.ts";
import { findTrap, type YamlTrap } from "./yaml-traps.ts";

/** The value of a scalar, and why it may not be written so. */
export function readScalar(node: Scalar): { value: Value; trap?: YamlTrap } {
  const value = toValue(node);
  if (node.type !== Scalar.PLAIN || node.tag !== undefined) return { value };
  const source = node.source ?? "";
  const trap = findTrap(source);
  if (trap !== undefined) return { value, trap };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { value, trap: notFinite(source) };
  }
  return { value };
}

function toValue(node: Scalar): Value {
  const value: unknown = node.value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number") return value === 0 ? 0 : value;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  return node.source ?? "";
}

function notFinite(source: string): YamlTrap {
  return {
    says: `\`${source}\` is no number that JSON can hold, and Helm refuses it`,
    fix: `write a number, or "${source}" where text is meant`,
  };
}
