import type { Ask } from "../../../model/ask.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { environmentSecrets, type EnvironmentSecret } from "../../../secrets/declared-secrets.ts";
import { readSealed } from "../../../secrets/read-sealed.ts";
import { encryptedData } from "../../../secrets/sealed-secret.ts";
import { readSettings } from "../../read-settings.ts";
import { unknownEnvironment } from "../../select-environments.ts";
import { createRemoteSecrets } from "./create-remote-secrets.ts";
import { prepareCertificate } from "./prepare-certificate.ts";
import { readSecretDeclarations, type ReadSecrets } from "./read-declarations.ts";
import { refuseSecrets } from "./refuse-secrets.ts";
import { sealEnvironment } from "./seal-environment.ts";

/** What a walk through an environment's secrets has led to. */
export interface CreatedSecrets {
  /** Files to commit, relative to the root. */
  readonly commit: readonly string[];
  /** Names of the secrets that were made in AWS. */
  readonly remote: readonly string[];
}

/**
 * Walk a person through all that an environment lacks: the sealing certificate and trust in it, values that
 * nobody has given yet, and secrets that are missing in AWS. What is there already is left alone.
 * @throws ENVIRONMENT_UNKNOWN, SECRETS_INVALID and what sealing throws
 */
export async function createSecrets(
  context: CliContext,
  environment: string,
  ask: Ask,
): Promise<CreatedSecrets> {
  const settings = await readSettings(context.root);
  const declared = Object.keys(settings.environments);
  if (!declared.includes(environment)) throw unknownEnvironment(environment, declared);
  if (settings.secrets === undefined) return { commit: [], remote: [] };
  const read = await readSecretDeclarations(context.root, settings.secrets, environment);
  refuseSecrets(read.findings, "SECRETS_INVALID");
  const secrets = environmentSecrets(read.declarations, environment);
  const remote = await createRemoteSecrets(context, { environment, read, ask });
  if (!secrets.some(({ provider }) => provider === "sealed-secrets")) return { commit: [], remote };
  const prepared = await prepareCertificate(context, environment, ask);
  const variables = await askVariables(context, unsealedKeys(secrets, read), ask);
  const outcomes = await sealEnvironment(
    { ...context, environment: { ...context.environment, ...variables } },
    {
      settings: await readSettings(context.root),
      environment,
      names: [],
      resealAll: false,
      readInput: async (what) => Buffer.from(await ask.secret(what)),
    },
  );
  const written = outcomes.filter(({ isWritten }) => isWritten).map(({ file }) => file);
  return { commit: [...prepared, ...written], remote };
}

interface UnsealedKey {
  readonly what: string;
  readonly variable: string;
}

/** Keys that wait for an environment variable and were not sealed yet. */
function unsealedKeys(
  secrets: readonly EnvironmentSecret[],
  { sealed }: ReadSecrets,
): readonly UnsealedKey[] {
  const files = sealed.map(readSealed);
  return secrets
    .filter(({ provider }) => provider === "sealed-secrets")
    .flatMap(({ name, keys }) => {
      const file = files.find((each) => each?.name === name);
      const found = encryptedData(file?.manifest ?? {});
      return [...keys].flatMap(([key, { env }]) =>
        env === undefined || found.has(key) ? [] : [{ what: `${key} of ${name}`, variable: env }],
      );
    });
}

async function askVariables(
  context: CliContext,
  keys: readonly UnsealedKey[],
  ask: Ask,
): Promise<Readonly<Record<string, string>>> {
  const answers = new Map<string, string>();
  for (const { what, variable } of keys) {
    if (context.environment[variable] !== undefined || answers.has(variable)) continue;
    answers.set(variable, await ask.secret(`${what} (${variable})`));
  }
  return Object.fromEntries(answers);
}
