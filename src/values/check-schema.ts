import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Finding } from "../model/finding.ts";
import { pointerTo } from "../model/json-pointer.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import type { ResolvedValues } from "../model/layer.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";
import { concealFindings } from "./conceal-findings.ts";
import { narrowErrors } from "./narrow-errors.ts";
import { findPlainSecrets } from "./plain-secrets.ts";
import { toSchemaFinding } from "./schema-finding.ts";

/**
 * Check values against a JSON Schema 2020-12, everything at once, each finding at the line that set the
 * value. A key that is null counts as removed; an unknown one is found all the same. What the schema marks
 * `x-secret: true` may not be written out, and is never shown. Fills no defaults.
 * @throws VALUES_SCHEMA_INVALID the schema itself is not one
 */
export function checkSchema(resolved: ResolvedValues, schema: ValueMap): readonly Finding[] {
  const validate = compile(schema);
  const errors = errorsOf(validate, withoutNulls(resolved.values));
  const nullKeys = errorsOf(validate, resolved.values).filter((error) => {
    const key = unknownKey(error);
    return key !== undefined && isNullAt(resolved, pointerTo(error.instancePath, key));
  });
  const wrong = narrowErrors([...errors, ...nullKeys]);
  const findings = wrong.map((error) => toSchemaFinding(error, resolved));
  return concealFindings([...findings, ...findPlainSecrets(resolved, schema)], schema);
}

function compile(schema: ValueMap): ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
  });
  ajv.addVocabulary([...extensionKeywords(schema)]);
  try {
    return ajv.compile(schema);
  } catch (cause) {
    throw new KeelsonError(`the schema cannot be used: ${reason(cause)}`, {
      code: "VALUES_SCHEMA_INVALID",
      fault: "input",
      fix: "mend it: JSON Schema 2020-12, in one file, own keywords start with `x-`",
      cause,
    });
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function extensionKeywords(schema: Value): ReadonlySet<string> {
  const found = new Set<string>();
  const open: Value[] = [schema];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    open.push(...Object.values<Value>(next));
    for (const key of Object.keys(next)) if (key.startsWith("x-")) found.add(key);
  }
  return found;
}

function errorsOf(validate: ValidateFunction, values: ValueMap): readonly ErrorObject[] {
  return validate(values) ? [] : (validate.errors ?? []);
}

function unknownKey(error: ErrorObject): string | undefined {
  const key: unknown =
    error.params["additionalProperty"] ?? error.params["unevaluatedProperty"] ?? undefined;
  return typeof key === "string" ? key : undefined;
}

function isNullAt(resolved: ResolvedValues, pointer: string): boolean {
  return resolved.origins.get(pointer)?.[0]?.value === null;
}

function withoutNulls(map: ValueMap): ValueMap {
  const entries = Object.entries(map).flatMap(([key, value]) =>
    value === null ? [] : [[key, isMap(value) ? withoutNulls(value) : value] as const],
  );
  return Object.fromEntries(entries);
}
