import { join } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../../host/files.ts";
import { readStandardInput } from "../../../host/read-input.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { RemoteStore } from "../../../model/remote-secret.ts";
import { declaredAt, doubleFindings } from "../../../secrets/declaration-findings.ts";
import { environmentSecrets, type EnvironmentSecret } from "../../../secrets/declared-secrets.ts";
import type { KnownValue } from "../../../secrets/needle.ts";
import { readSealed } from "../../../secrets/read-sealed.ts";
import { wrong } from "../../../secrets/remote-findings.ts";
import { planSealing, type SealingRules, type SecretPlan } from "../../../secrets/seal-plan.ts";
import { sealedText, sealSecret } from "../../../secrets/seal-secret.ts";
import { readSealingCertificate } from "../../../secrets/sealing-certificate.ts";
import type { Settings } from "../../settings.ts";
import { openDeclaredStore } from "./open-declared-store.ts";
import { readSecretDeclarations, type ReadSecrets } from "./read-declarations.ts";
import { readCertificateRequest } from "./read-sealing-certificate.ts";
import { readSourceValues, type SourceReading, type SourceValues } from "./read-source-values.ts";
import { readSourceVersions } from "./read-source-versions.ts";
import { refuseLeaks } from "./refuse-leaks.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

/** What one run of sealing is asked for. */
export interface SealRequest {
  readonly settings: Settings;
  readonly environment: string;
  /** Only these Secrets; all when empty. */
  readonly names: readonly string[];
  readonly resealAll: boolean;
  readonly resealBefore?: Date;
  /** Gives what a key takes from standard input. Left out: all of standard input. */
  readonly readInput?: (what: string) => Promise<Uint8Array>;
}

/** What became of one Secret. */
export interface SealOutcome {
  readonly plan: SecretPlan;
  readonly file: string;
  readonly isWritten: boolean;
  /** Fingerprint of the key that is sealed with now; kept values may be of an older one. */
  readonly sealingKey: string;
}

/**
 * Seal what an environment's declarations ask for and write the files that changed. Every value is read and
 * checked before the first file is written.
 * @throws SECRETS_INVALID, SECRETS_UNREADABLE with findings; SEALING_CERT_…
 */
export async function sealEnvironment(
  context: CliContext,
  request: SealRequest,
): Promise<readonly SealOutcome[]> {
  const { settings, environment, names } = request;
  if (settings.secrets === undefined) return [];
  const read = await readSecretDeclarations(context.root, settings.secrets, environment);
  const doubles = doubleFindings(read.sealed, environment);
  refuseSecrets([...read.findings, ...doubles], "SECRETS_INVALID");
  const declared = environmentSecrets(read.declarations, environment);
  refuseUnknown(names, declared, environment);
  const secrets = declared.filter(
    ({ name, provider }) =>
      provider === "sealed-secrets" && (names.length === 0 || names.includes(name)),
  );
  if (secrets.length === 0) return [];
  const sealing = await preparePlans(context, request, { ...read, secrets });
  const reading = {
    context,
    readInput: request.readInput ?? (async () => await readStandardInput(context.signal)),
  };
  const values = await valuesToSeal(reading, sealing, read);
  const folder = settings.secrets.sealed.replace("{environment}", environment);
  const targets = await Promise.all(
    sealing.plans.map(async (plan) => {
      const file = plan.file?.file ?? `${folder}/${plan.secret.name}.yaml`;
      return { plan, file, existing: await readTextIfThere(join(context.root, file)) };
    }),
  );
  refuseSecrets(targets.flatMap(unreadableFindings), "SECRETS_INVALID");
  return await writeSealed(context, { sealing, targets, values });
}

interface Sealed {
  readonly sealing: Sealing;
  readonly targets: readonly SealTarget[];
  readonly values: SourceValues;
}

async function writeSealed(
  context: CliContext,
  { sealing, targets, values }: Sealed,
): Promise<readonly SealOutcome[]> {
  const { plans, rules } = sealing;
  const run = { now: new Date(), values };
  const drafts = targets.map(({ plan, file, existing }) => {
    const text = sealedText(sealSecret(plan, rules, run), existing);
    return { plan, file, text, bytes: Buffer.from(text) };
  });
  await refuseLeaks(context.root, knownValues(plans, values), drafts);
  refuseCancelled(context);
  const outcomes: SealOutcome[] = [];
  for (const { plan, file, text } of drafts) {
    const isWritten = await writeTextAtomic(join(context.root, file), text);
    outcomes.push({ plan, file, isWritten, sealingKey: rules.certificate.fingerprint });
  }
  return outcomes;
}

interface SealTarget {
  readonly plan: SecretPlan;
  readonly file: string;
  readonly existing: string | undefined;
}

/** A file that cannot be read may hold values that nobody can make again: it is never written over. */
function unreadableFindings({ plan, file, existing }: SealTarget): readonly Finding[] {
  if (plan.file !== undefined || existing === undefined) return [];
  return [
    wrong({ file }, "SECRET_SEALED_UNREADABLE", {
      says: `the file should hold the SealedSecret ${plan.secret.name}, and cannot be read as one`,
      fix: "mend it (a merge left open?), or delete it to seal everything anew",
    }),
  ];
}

function refuseCancelled({ signal }: CliContext): void {
  if (!signal.aborted) return;
  throw new KeelsonError("cancelled before anything was written", {
    code: "CANCELLED",
    fault: "tool",
    fix: "run it again: nothing was left half-done",
  });
}

function knownValues(plans: readonly SecretPlan[], values: SourceValues): readonly KnownValue[] {
  return plans.flatMap(({ secret, keys }) =>
    keys.flatMap((key) => {
      const value = key.isSensitive ? values.get(key) : undefined;
      return value === undefined ? [] : [{ what: `key ${key.key} of ${secret.name}`, value }];
    }),
  );
}

interface Sealing {
  readonly plans: readonly SecretPlan[];
  readonly rules: SealingRules;
  readonly openStore: () => Promise<RemoteStore>;
}

async function preparePlans(
  context: CliContext,
  request: SealRequest,
  read: ReadSecrets & { readonly secrets: readonly EnvironmentSecret[] },
): Promise<Sealing> {
  const { environment, settings, names } = request;
  const { secrets } = read;
  const certificate = await readCertificateRequest(context.root, settings, environment);
  const prefix = read.declarations.store?.aws?.prefix ?? "";
  const openStore = async (): Promise<RemoteStore> =>
    await openDeclaredStore(context, read.declarations);
  const { versions, findings } = await readSourceVersions(secrets, { prefix, openStore, read });
  refuseSecrets(findings, "SECRETS_UNREADABLE");
  const rules: SealingRules = {
    namespace: settings.environments[environment]?.namespace ?? "default",
    certificate: readSealingCertificate(certificate),
    trustedKeys: certificate.trustedKeys,
    prefix,
    versions,
    named: names,
    resealAll: request.resealAll,
    ...(request.resealBefore === undefined ? {} : { resealBefore: request.resealBefore }),
  };
  const sealed = read.sealed.map(readSealed);
  const plans = secrets.map((secret) =>
    planSealing(
      secret,
      sealed.find((file) => file?.name === secret.name),
      rules,
    ),
  );
  return { plans, rules, openStore };
}

async function valuesToSeal(
  reading: SourceReading,
  { plans, openStore }: Sealing,
  { origins }: ReadSecrets,
): Promise<SourceValues> {
  const at = (plan: SecretPlan, key: string): ReturnType<typeof declaredAt> =>
    declaredAt(origins, ["secrets", plan.secret.name, "keys", key]);
  const sourceless = plans.flatMap((plan) =>
    plan.sourceless.map((key) =>
      wrong(at(plan, key), "SECRET_NO_SOURCE", {
        says: `key ${key} of ${plan.secret.name} has no source`,
        fix: "add `from`, `env`, `file`, `stdin` or `generate`",
      }),
    ),
  );
  refuseSecrets(sourceless, "SECRETS_INVALID");
  const keys = plans.flatMap((plan) =>
    plan.keys
      .filter(({ why }) => why !== undefined)
      .map((key) => ({ plan: key, at: at(plan, key.key) })),
  );
  const { values, findings } = await readSourceValues(keys, reading, openStore);
  refuseSecrets(findings, "SECRETS_UNREADABLE");
  return values;
}

function refuseUnknown(
  names: readonly string[],
  declared: readonly EnvironmentSecret[],
  environment: string,
): void {
  const unknown = names.find((name) => !declared.some((secret) => secret.name === name));
  if (unknown === undefined) return;
  throw new KeelsonError(`${environment} declares no secret ${unknown}`, {
    code: "SECRET_UNKNOWN",
    fault: "usage",
    fix: `there are: ${declared.map(({ name }) => name).join(", ")}`,
  });
}
