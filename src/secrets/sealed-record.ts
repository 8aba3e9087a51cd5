import { createHash } from "node:crypto";
import type { SealingScope } from "../model/secret-declarations.ts";
import { isMap } from "../model/value.ts";

/** Annotation of a SealedSecret that holds the records: one line of JSON for each key. */
export const recordAnnotation = "keelson.dev/sealed";

/** What is known about one sealed value without opening it. Nothing in it is made from the value. */
export interface SealedRecord {
  /** Where the value came from: `aws /dev/database/debezium#password`, `generated`, `env NAME`. */
  readonly source: string;
  /** The source's own version (VersionId in AWS); left out where the source has none. */
  readonly version?: string;
  readonly scope: SealingScope;
  /** What it was sealed for: `namespace/name`, `namespace`, or nothing. */
  readonly label: string;
  /** Fingerprint of the sealing key. */
  readonly sealingKey: string;
  /** UTC, seconds. */
  readonly sealedAt: string;
  /** SHA-256 of the sealed text (not of the value): shows a sealed value that was cut or swapped. */
  readonly digest: string;
}

export type SealedRecords = ReadonlyMap<string, SealedRecord>;

/** Digest of a sealed text for its record. */
export function sealedDigest(sealed: string): string {
  return createHash("sha256").update(sealed).digest("hex");
}

/** The annotation's text: keys sorted, one a line, so that a change of one key is a change of one line. */
export function formatRecords(records: SealedRecords): string {
  const lines = [...records]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, record]) => `  ${JSON.stringify(key)}: ${JSON.stringify(record)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** The records in an annotation, or undefined when there are none or somebody wrote something else. */
export function parseRecords(text: unknown): SealedRecords | undefined {
  if (typeof text !== "string") return undefined;
  const parsed = parseJson(text);
  if (!isMap(parsed)) return undefined;
  const records = new Map<string, SealedRecord>();
  for (const [key, record] of Object.entries(parsed)) {
    if (!isRecord(record)) return undefined;
    records.set(key, record);
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const scopes: readonly unknown[] = ["strict", "namespace-wide", "cluster-wide"];

function isRecord(value: unknown): value is SealedRecord {
  if (!isMap(value) || !scopes.includes(value["scope"])) return false;
  const texts = ["source", "label", "sealingKey", "sealedAt", "digest"];
  if (!texts.every((name) => typeof value[name] === "string")) return false;
  return value["version"] === undefined || typeof value["version"] === "string";
}
