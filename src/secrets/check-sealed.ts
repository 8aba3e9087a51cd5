import type { Finding } from "../model/finding.ts";
import type { Manifest } from "../model/manifest.ts";
import { asMap } from "../model/value.ts";
import { isSealedValue } from "./seal-value.ts";
import {
  parseRecords,
  recordAnnotation,
  sealedDigest,
  type SealedRecord,
} from "./sealed-record.ts";
import { encryptedData } from "./sealed-secret.ts";
import { annotatedScope, sealingLabel } from "./sealing-label.ts";

/** What sealed values are judged by, besides where they are. */
export interface SealedContext {
  readonly environment: string;
  /** Fingerprints that keelson.yaml trusts for this environment. */
  readonly trustedKeys: readonly string[];
}

/**
 * Whether every sealed value of a render opens where it lands, as far as its record tells: without a cluster
 * and without a key. Renamed, in another namespace, for another cluster, cut short, or never recorded.
 */
export function checkSealed(
  manifests: readonly Manifest[],
  context: SealedContext,
): readonly Finding[] {
  return manifests
    .filter(({ identity }) => identity.kind === "SealedSecret" && identity.group === "bitnami.com")
    .flatMap((manifest) => checkObject(manifest, context));
}

function checkObject(manifest: Manifest, context: SealedContext): readonly Finding[] {
  const { namespace = "", name } = manifest.identity;
  const annotations = asMap(asMap(manifest.body["metadata"])["annotations"]);
  const records = parseRecords(annotations[recordAnnotation]);
  const scope = annotatedScope(annotations);
  const label = sealingLabel({ scope, namespace, name });
  const object = `SealedSecret ${namespace}/${name}`;
  return [...encryptedData(manifest.body)].flatMap(([key, sealed]): readonly Finding[] => {
    const value = { key, sealed, label, record: records?.get(key) };
    const problem = problemOf(value, context);
    if (problem === undefined) return [];
    return [{ ...problem, at: { object, pointer: `/spec/encryptedData/${key}` } }];
  });
}

interface SealedValue {
  readonly key: string;
  readonly sealed: string;
  /** The label that the controller will open it with. */
  readonly label: string;
  readonly record: SealedRecord | undefined;
}

type Problem = Omit<Finding, "at">;

function problemOf(value: SealedValue, context: SealedContext): Problem | undefined {
  const { key, sealed, label, record } = value;
  const fix = `keelson secrets seal ${context.environment}`;
  if (!isSealedValue(sealed)) {
    return wrong("SECRET_SEALED_DAMAGED", `${key} is no sealed value, or it is cut short`, fix);
  }
  if (record === undefined) return unknown(key);
  if (record.digest !== sealedDigest(sealed)) {
    const says = `${key} is not the sealed value that its record speaks of: cut, or sealed by something else`;
    return wrong("SECRET_SEALED_DAMAGED", says, fix);
  }
  if (record.label !== label) {
    const says = `${key} was sealed for ${shown(record.label)} and lands in ${shown(label)}, where it does not open`;
    return wrong(
      "SECRET_SEALED_ELSEWHERE",
      says,
      `${fix}, or give it back its name, namespace and scope`,
    );
  }
  if (context.trustedKeys.includes(record.sealingKey)) return undefined;
  const says = `${key} was sealed with ${record.sealingKey}, which ${context.environment} does not trust`;
  return wrong("SECRET_SEALED_FOREIGN", says, `${fix}, with the certificate of its cluster`);
}

function shown(label: string): string {
  return label === "" ? "the whole cluster" : label;
}

function wrong(code: string, says: string, fix: string): Problem {
  return { code, level: "error", says, fix };
}

function unknown(key: string): Problem {
  return {
    code: "SECRET_SEALED_UNKNOWN",
    level: "warning",
    says: `whether ${key} opens here cannot be known: nothing records what it was sealed for`,
    fix: "declare it under secrets/ and seal it with `keelson secrets seal`",
  };
}
