import { Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { isMap as isValueMap, type Value, type ValueMap } from "../model/value.ts";
import type { SealingRules, SecretPlan, KeyPlan } from "./seal-plan.ts";
import { sealValue } from "./seal-value.ts";
import { sealedDigest, type SealedRecord } from "./sealed-record.ts";
import { sealedSecret } from "./sealed-secret.ts";
import { sealingLabel, type SealingTarget } from "./sealing-label.ts";
import { describeSource } from "./value-source.ts";

/** Text such as `n` or `012` is quoted, since kubectl and kubeseal read YAML 1.1. */
const compatible = { compat: "yaml-1.1" } as const;

/** The moment and the values of one run of sealing. */
export interface SealingRun {
  readonly now: Date;
  /** Plain values of the keys that the plan seals. */
  readonly values: ReadonlyMap<KeyPlan, Uint8Array>;
}

/** The SealedSecret that a plan leads to: what is kept stays byte for byte, the rest is sealed. */
export function sealSecret(plan: SecretPlan, rules: SealingRules, run: SealingRun): ValueMap {
  const { secret } = plan;
  const { namespace } = rules;
  const keys = plan.keys.map((key) =>
    sealKey(key, { scope: secret.scope, namespace, name: secret.name }),
  );
  const encryptedData = new Map<string, string>();
  const records = new Map<string, SealedRecord>();
  for (const { key, sealed, record } of keys) {
    if (sealed !== undefined) encryptedData.set(key, sealed);
    if (record !== undefined) records.set(key, record);
  }
  return sealedSecret({ secret, namespace, encryptedData, records });

  function sealKey(
    key: KeyPlan,
    target: SealingTarget,
  ): Pick<KeyPlan, "key" | "sealed" | "record"> {
    const value = run.values.get(key);
    if (value === undefined) return key;
    const label = sealingLabel(target);
    const sealed = sealValue(value, rules.certificate.publicKey, label);
    const record: SealedRecord = {
      source: describeSource(key.source),
      ...(key.version === undefined ? {} : { version: key.version }),
      scope: target.scope,
      label,
      sealingKey: rules.certificate.fingerprint,
      sealedAt: `${run.now.toISOString().slice(0, 19)}Z`,
      digest: sealedDigest(sealed),
    };
    return { key: key.key, sealed, record };
  }
}

/**
 * The text of a file of sealed values. Over an existing text only what differs is changed, so that
 * comments stay and a file that says the same keeps its bytes.
 */
export function sealedText(manifest: ValueMap, existing: string | undefined): string {
  if (existing === undefined) return printed(firstDocument(manifest));
  const document = parseDocument(existing, compatible);
  if (!isMap(document.contents)) return printed(firstDocument(manifest));
  const isChanged = updateMap(document.contents, manifest);
  return isChanged ? printed(document) : existing;
}

function firstDocument(manifest: ValueMap): Document {
  const document = new Document(manifest, compatible);
  if (document.directives) document.directives.docStart = true;
  return document;
}

function printed(document: { toString: (options: { lineWidth: number }) => string }): string {
  return document.toString({ lineWidth: 0 });
}

/** Bring a YAML map to what is wanted, node by node; says whether anything changed. */
function updateMap(map: YAMLMap, wanted: ValueMap): boolean {
  const found = new Set(map.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")));
  const surplus = [...found].filter((key) => !(key in wanted));
  for (const key of surplus) map.delete(key);
  const updates = Object.entries(wanted).map(([key, value]) => updateKey(map, key, value));
  return surplus.length > 0 || updates.includes(true);
}

function updateKey(map: YAMLMap, key: string, value: Value): boolean {
  const node = map.get(key, true);
  if (isMap(node) && isValueMap(value)) return updateMap(node, value);
  if (isScalar(node) && node.value === value) return false;
  map.set(key, new Document(value, compatible).contents);
  return true;
}
