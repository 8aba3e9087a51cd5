import type { ErrorObject } from "ajv/dist/2020.js";
import type { Finding } from "../model/finding.ts";
import { pointerPath, pointerTo } from "../model/json-pointer.ts";
import type { Origin, ResolvedValues } from "../model/layer.ts";
import type { Place } from "../model/place.ts";
import { nearestKey } from "./nearest-key.ts";

/** What one schema error means to a person: where it was set, what is wrong, what to write. */
export function toSchemaFinding(error: ErrorObject, resolved: ResolvedValues): Finding {
  const unknown = parameter(error, "additionalProperty") ?? parameter(error, "unevaluatedProperty");
  const badName = error.keyword === "propertyNames" ? parameter(error, "propertyName") : undefined;
  const missing = error.keyword === "required" ? parameter(error, "missingProperty") : undefined;
  if (unknown !== undefined) return unknownKeyFinding(error, unknown, resolved);
  if (badName !== undefined) return badNameFinding(error, badName, resolved);
  if (missing !== undefined) return missingKeyFinding(error, missing, resolved);
  return valueFinding(error, resolved);
}

function unknownKeyFinding(error: ErrorObject, key: string, resolved: ResolvedValues): Finding {
  const pointer = pointerTo(error.instancePath, key);
  const known = Object.keys(objectOf(objectOf(error.parentSchema)["properties"]));
  const near = nearestKey(key, known);
  const meant = near === undefined ? "" : pointerPath(pointerTo(error.instancePath, near));
  return {
    ...place(resolved.origins.get(pointer) ?? [], pointer, "key"),
    code: "VALUES_UNKNOWN_KEY",
    says: `\`${pointerPath(pointer)}\` is not a key here`,
    fix: near === undefined ? knownKeys(known) : `did you mean \`${meant}\`?`,
  };
}

function knownKeys(known: readonly string[]): string {
  if (known.length === 0) return "remove it";
  const shown = known.slice(0, 12).join(", ");
  return `remove it; there ${known.length === 1 ? "is" : "are"}: ${shown}${known.length > 12 ? ", …" : ""}`;
}

function badNameFinding(error: ErrorObject, key: string, resolved: ResolvedValues): Finding {
  const pointer = pointerTo(error.instancePath, key);
  return {
    ...place(resolved.origins.get(pointer) ?? [], pointer, "key"),
    code: "VALUES_INVALID",
    says: `the key \`${pointerPath(pointer)}\` ${error.message ?? "is not allowed"}`,
    fix: "rename it",
  };
}

function missingKeyFinding(error: ErrorObject, key: string, resolved: ResolvedValues): Finding {
  const pointer = pointerTo(error.instancePath, key);
  const removal = resolved.origins.get(pointer)?.[0];
  const parent = resolved.origins.get(error.instancePath) ?? [];
  const path = pointerPath(pointer);
  return {
    ...place(removal === undefined ? parent : [removal], pointer, "key"),
    code: "VALUES_MISSING_KEY",
    says:
      removal === undefined
        ? `\`${path}\` is missing`
        : `\`${path}\` is needed, and null removes it`,
    fix: removal === undefined ? "set it in one of the layers" : "set it, or remove this line",
    ...notes(removal === undefined ? layersOf(parent) : [], error),
  };
}

function valueFinding(error: ErrorObject, resolved: ResolvedValues): Finding {
  const origins = resolved.origins.get(error.instancePath) ?? [];
  const path = pointerPath(error.instancePath);
  const allowed = allowedValues(error);
  return {
    ...place(origins, error.instancePath, "value"),
    code: "VALUES_INVALID",
    says: `\`${path}\` ${requirement(error, allowed)}`,
    fix:
      meantValue(origins[0], allowed) ??
      "change it here, or remove the line to keep what is below it",
    ...notes(
      origins.slice(1).map((origin) => `over ${sourceOf(origin)}`),
      error,
    ),
  };
}

function requirement(error: ErrorObject, allowed: readonly string[]): string {
  if (allowed.length > 0) return `must be one of ${allowed.join(", ")}`;
  if (error.keyword === "anyOf" || error.keyword === "oneOf") {
    return "has none of the forms that are allowed here";
  }
  return error.message ?? `breaks the rule \`${error.keyword}\``;
}

function allowedValues(error: ErrorObject): readonly string[] {
  const single: unknown = error.params["allowedValue"];
  const many: unknown = error.params["allowedValues"];
  const allowed: readonly unknown[] = Array.isArray(many)
    ? many
    : single === undefined
      ? []
      : [single];
  return allowed.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

function meantValue(origin: Origin | undefined, allowed: readonly string[]): string | undefined {
  if (typeof origin?.value !== "string") return undefined;
  const meant = nearestKey(origin.value, allowed);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

/** Where to point: at the key for what concerns the key, else at the value; a map begins at its key. */
function place(
  origins: readonly Origin[],
  pointer: string,
  part: "key" | "value",
): { level: "error"; at: Place } {
  const [top] = origins;
  if (top === undefined) return { level: "error", at: { pointer } };
  const isCollection = typeof top.value === "object" && top.value !== null;
  const { line, column } = part === "key" || isCollection ? (top.key ?? top) : top;
  return { level: "error", at: { file: top.file, line, column, pointer } };
}

function layersOf(origins: readonly Origin[]): readonly string[] {
  const below = origins.slice(1);
  return below.map((origin) => `also in ${sourceOf(origin)}`);
}

function sourceOf(origin: Origin): string {
  const { line, column } = origin.key ?? origin;
  return `${origin.file}:${line}:${column}`;
}

function notes(places: readonly string[], error: ErrorObject): { notes?: readonly string[] } {
  const description: unknown = objectOf(error.parentSchema)["description"];
  const lines = typeof description === "string" ? [...places, `schema: ${description}`] : places;
  return lines.length === 0 ? {} : { notes: lines };
}

function parameter(error: ErrorObject, name: string): string | undefined {
  const value: unknown = error.params[name];
  return typeof value === "string" ? value : undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
