import { asMap } from "../model/value.ts";
import type { EnvironmentSecret } from "./declared-secrets.ts";
import type { SealedFile } from "./read-sealed.ts";
import { isSealedValue, modulusBytes } from "./seal-value.ts";
import {
  parseRecords,
  recordAnnotation,
  type SealedRecord,
  type SealedRecords,
} from "./sealed-record.ts";
import { encryptedData } from "./sealed-secret.ts";
import type { SealingCertificate } from "./sealing-certificate.ts";
import { sealingLabel } from "./sealing-label.ts";
import { awsVersionKey, describeSource, valueSource, type ValueSource } from "./value-source.ts";

/** What decides whether sealed values are kept. */
export interface SealingRules {
  readonly namespace: string;
  readonly certificate: SealingCertificate;
  readonly trustedKeys: readonly string[];
  /** Stands before remote names. */
  readonly prefix: string;
  /** Version that each remote source has now, by `awsVersionKey`. */
  readonly versions: ReadonlyMap<string, string>;
  /** Secrets named on the command line: sources without a version are read again. */
  readonly named: readonly string[];
  readonly resealAll: boolean;
  /** Values sealed before it are sealed again. */
  readonly resealBefore?: Date;
}

/** What becomes of one key. */
export interface KeyPlan {
  readonly key: string;
  readonly source: ValueSource;
  /** False for what is no secret, such as a user name. */
  readonly isSensitive: boolean;
  /** The source's own version now; left out where it has none. */
  readonly version?: string;
  /** Why it must be sealed; left out: it is kept as it is. */
  readonly why?: string;
  readonly sealed?: string;
  readonly record?: SealedRecord;
}

export interface SecretPlan {
  readonly secret: EnvironmentSecret;
  readonly file: SealedFile | undefined;
  readonly keys: readonly KeyPlan[];
  /** Keys that no source is declared for. */
  readonly sourceless: readonly string[];
}

const noRecords: SealedRecords = new Map();

/** Which keys of a Secret keep their sealed value byte for byte, and which are sealed anew and why. */
export function planSealing(
  secret: EnvironmentSecret,
  file: SealedFile | undefined,
  rules: SealingRules,
): SecretPlan {
  const sealed = encryptedData(file?.manifest ?? {});
  const records = parseRecords(annotations(file)[recordAnnotation]) ?? noRecords;
  const plans = [...secret.keys].map(([key, declared]) => {
    const source = valueSource(declared, rules.prefix);
    if (source === undefined) return key;
    const version = sourceVersion(source, rules);
    const known = defined({ version, sealed: sealed.get(key), record: records.get(key) });
    const plan: KeyPlan = { key, source, isSensitive: declared.sensitive !== false, ...known };
    const why = reasonToSeal(plan, secret, rules);
    return why === undefined ? plan : { ...plan, why };
  });
  return {
    secret,
    file,
    keys: plans.filter((plan) => typeof plan !== "string"),
    sourceless: plans.filter((plan) => typeof plan === "string"),
  };
}

function reasonToSeal(
  plan: KeyPlan,
  secret: EnvironmentSecret,
  rules: SealingRules,
): string | undefined {
  if (plan.sealed === undefined) return "was not sealed yet";
  if (rules.resealAll) return "asked for";
  return [damage, movement, staleness, age].map((find) => find(plan, secret, rules)).find(Boolean);
}

type Reason = (plan: KeyPlan, secret: EnvironmentSecret, rules: SealingRules) => string | undefined;

const damage: Reason = ({ sealed = "", record }, _secret, { certificate }) => {
  const isOurKey = record === undefined || record.sealingKey === certificate.fingerprint;
  const isWhole = !isOurKey || isSealedValue(sealed, modulusBytes(certificate.publicKey));
  return isWhole ? undefined : "the sealed value was damaged";
};

/** A value that cannot open where it shall land. */
const movement: Reason = ({ record }, secret, rules) => {
  if (record === undefined) return undefined;
  const label = sealingLabel({
    scope: secret.scope,
    namespace: rules.namespace,
    name: secret.name,
  });
  if (record.label !== label || record.scope !== secret.scope)
    return "name, namespace or scope changed";
  return rules.trustedKeys.includes(record.sealingKey)
    ? undefined
    : "its sealing key is not trusted";
};

/** A value that its source says differently now, as far as the source can tell. */
const staleness: Reason = ({ record, source, version }, secret, rules) => {
  if (record !== undefined && record.source !== describeSource(source)) return "another source";
  if (version === undefined) return rules.named.includes(secret.name) ? "named" : undefined;
  if (record === undefined) return "nothing says which version is sealed";
  return record.version === version ? undefined : `new version in ${source.kind}`;
};

const age: Reason = ({ record }, _secret, { resealBefore }) => {
  if (resealBefore === undefined) return undefined;
  const isOld = record === undefined || new Date(record.sealedAt) < resealBefore;
  return isOld ? "sealed long ago" : undefined;
};

function sourceVersion(source: ValueSource, rules: SealingRules): string | undefined {
  // What is written in the open is its own version.
  if (source.kind === "value") return source.value;
  return source.kind === "aws" ? rules.versions.get(awsVersionKey(source)) : undefined;
}

/** How many kept values are sealed with another key than the one that is used now. */
export function countOlderKeys({ keys }: SecretPlan, sealingKey: string): number {
  const kept = keys.filter(({ why, record }) => why === undefined && record !== undefined);
  return kept.filter(({ record }) => record?.sealingKey !== sealingKey).length;
}

function annotations(file: SealedFile | undefined): ReturnType<typeof asMap> {
  return asMap(asMap(file?.manifest["metadata"])["annotations"]);
}

interface Known {
  readonly version?: string;
  readonly sealed?: string;
  readonly record?: SealedRecord;
}

function defined(known: { readonly [K in keyof Known]: Known[K] | undefined }): Known {
  const { version, sealed, record } = known;
  return {
    ...(version === undefined ? {} : { version }),
    ...(sealed === undefined ? {} : { sealed }),
    ...(record === undefined ? {} : { record }),
  };
}
