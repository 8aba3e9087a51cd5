import { jsonMembers } from "./json-text.ts";

/** What a property of a stored JSON text is, read as the External Secrets Operator reads it. */
export type RemoteProperty =
  | { readonly kind: "found"; readonly bytes: Uint8Array }
  /** It is not there; these are. */
  | { readonly kind: "missing"; readonly keys: readonly string[] }
  | { readonly kind: "not-json" }
  /** The property is a query that only the operator itself can answer. */
  | { readonly kind: "unknown" };

/** Signs that gjson reads as a query and not as part of a name. */
const querySigns = /[*?|#@!{}[\]()\\]/;

/**
 * A property of what a store holds: the whole when none is named; a name with dots first as it stands,
 * then as a path; JSON null is there and empty; numbers and nested JSON keep their spelling.
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/#json-secret-values
 */
export function remoteProperty(stored: Uint8Array, property: string | undefined): RemoteProperty {
  if (property === undefined) return { kind: "found", bytes: stored };
  const text = Buffer.from(stored).toString("utf8").trim();
  if (!isJson(text)) return { kind: "not-json" };
  if (querySigns.test(property)) return { kind: "unknown" };
  const raw = member(text, property) ?? memberAt(text, property.split("."));
  if (raw !== undefined) return { kind: "found", bytes: Buffer.from(jsonText(raw)) };
  return { kind: "missing", keys: text.startsWith("{") ? keysOf(text) : [] };
}

/** Names of the properties of a stored JSON object; undefined for anything else. */
export function remoteKeys(stored: Uint8Array): readonly string[] | undefined {
  const text = Buffer.from(stored).toString("utf8").trim();
  return text.startsWith("{") && isJson(text) ? keysOf(text) : undefined;
}

function keysOf(text: string): readonly string[] {
  return jsonMembers(text).map(({ key }) => key);
}

function memberAt(text: string, path: readonly string[]): string | undefined {
  return path.reduce<string | undefined>(
    (found, key) => (found === undefined ? undefined : member(found, key)),
    text,
  );
}

/** The first of its name, as gjson takes it. */
function member(text: string, key: string): string | undefined {
  return jsonMembers(text).find((found) => found.key === key)?.raw;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonText(raw: string): string {
  if (/^[{[]/.test(raw)) return raw;
  const value: unknown = JSON.parse(raw);
  if (typeof value === "string") return value;
  if (typeof value === "number") return /^-?[0-9]+$/.test(raw) ? raw : plainNumber(value);
  return value === null ? "" : raw;
}

/** A number without an exponent, as Go's FormatFloat(x, 'f', -1, 64) writes it. */
function plainNumber(value: number): string {
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${"0".repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
