import { createHash } from "node:crypto";
import { join } from "node:path";
import { listFiles, readPackageText } from "../../host/files.ts";
import type { Finding } from "../../model/finding.ts";
import type { SecretDeclarations } from "../../model/secret-declarations.ts";
import { asMap, asText, isMap, type ValueMap } from "../../model/value.ts";
import { secretManifests, type SecretManifests } from "../../secrets/secret-manifests.ts";
import { checkSchema } from "../../values/check-schema.ts";
import { layerFiles } from "../../values/layer-files.ts";
import { resolveLayers } from "../../values/resolve-layers.ts";
import type { Settings } from "../settings.ts";
import { readLayers } from "./resolve-values.ts";

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
  const { layers: patterns, sealed: folder } = settings.secrets;
  const files = layerFiles({ layers: patterns, output: settings.secrets.output }, environmentName);
  const read = await readLayers(root, files.layers);
  const { resolved, findings } = resolveLayers(read.layers);
  const schema = asMap(JSON.parse(await readPackageText("schemas/secrets.json")));
  const wrong = [
    ...files.findings,
    ...read.findings,
    ...findings,
    ...checkSchema(resolved, schema),
  ];
  const sealedFiles = await sealedFilesIn(root, folder.replace("{environment}", environmentName));
  const sealed = await readLayers(root, sealedFiles);
  const inputs = [...files.layers, ...sealedFiles];
  const base = { output: files.output, inputs };
  if (!isValid(resolved.values, wrong)) {
    return { ...base, manifests: [], existing: [], digests: {}, findings: wrong };
  }
  const environment = settings.environments[environmentName] ?? {};
  const version = environment.operators?.["external-secrets"];
  const made = secretManifests({
    environment: environmentName,
    namespace: environment.namespace ?? "default",
    declarations: resolved.values,
    origins: resolved.origins,
    sealed: sealed.layers,
    ...(version === undefined ? {} : { externalSecretsVersion: version }),
  });
  return { ...base, ...made, digests: digestSealed(made.manifests) };
}

/** The schema has no errors to report: so the map has the shape that is generated from the schema. */
function isValid(
  values: ValueMap,
  findings: readonly Finding[],
): values is ValueMap & SecretDeclarations {
  return isMap(values) && findings.length === 0;
}

async function sealedFilesIn(root: string, folder: string): Promise<string[]> {
  const names = await listFiles(join(root, folder));
  return names.filter((name) => /\.ya?ml$/u.test(name)).map((name) => `${folder}/${name}`);
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
