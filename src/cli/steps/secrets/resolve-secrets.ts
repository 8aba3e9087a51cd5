import { createHash } from "node:crypto";
import { asMap, asText, type ValueMap } from "../../../model/value.ts";
import { secretManifests, type SecretManifests } from "../../../secrets/secret-manifests.ts";
import type { SecretManifestRequest } from "../../../secrets/secret-request.ts";
import type { Settings } from "../../settings.ts";
import { readSecretDeclarations } from "./read-declarations.ts";

/** The manifests that bring one environment's Secrets, with what is wrong about them. */
export interface EnvironmentSecrets extends SecretManifests {
  /** SHA-256 of what each SealedSecret holds, by the Secret's name. */
  readonly digests: ValueMap;
  readonly output: string;
  readonly inputs: readonly string[];
}

/** Read the declarations and sealed values of one environment; undefined where the repository has none. */
export async function resolveSecrets(
  root: string,
  settings: Settings,
  environmentName: string,
): Promise<EnvironmentSecrets | undefined> {
  if (settings.secrets === undefined) return undefined;
  const read = await readSecretDeclarations(root, settings.secrets, environmentName);
  const base = { output: read.output, inputs: read.inputs };
  if (read.findings.length > 0) {
    return { ...base, manifests: [], existing: [], digests: {}, findings: read.findings };
  }
  const environment = settings.environments[environmentName] ?? {};
  const made = secretManifests({
    environment: environmentName,
    namespace: environment.namespace ?? "default",
    declarations: read.declarations,
    origins: read.origins,
    sealed: read.sealed,
    ...(environment.deploy === undefined ? {} : { deploy: environment.deploy }),
    ...operatorVersions(environment.operators),
  });
  return { ...base, ...made, digests: digestSealed(made.manifests) };
}

function operatorVersions(
  operators: Readonly<Record<string, string>> = {},
): Pick<SecretManifestRequest, "externalSecretsVersion" | "sealedSecretsVersion"> {
  const external = operators["external-secrets"];
  const sealed = operators["sealed-secrets"];
  return {
    ...(external === undefined ? {} : { externalSecretsVersion: external }),
    ...(sealed === undefined ? {} : { sealedSecretsVersion: sealed }),
  };
}

/** Of the ciphertext alone: a record or wave that changed restarts nothing. */
function digestSealed(manifests: readonly ValueMap[]): ValueMap {
  const sealed = manifests.filter((manifest) => manifest["kind"] === "SealedSecret");
  return Object.fromEntries(
    sealed.map((manifest) => {
      const name = asText(asMap(manifest["metadata"])["name"]);
      const ciphertext = JSON.stringify(asMap(manifest["spec"])["encryptedData"] ?? {});
      return [name, createHash("sha256").update(ciphertext).digest("hex")];
    }),
  );
}
