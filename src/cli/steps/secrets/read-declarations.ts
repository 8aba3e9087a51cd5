import { join } from "node:path";
import { listFiles, readPackageText } from "../../../host/files.ts";
import type { Finding } from "../../../model/finding.ts";
import type { Secrets } from "../../../model/keelson-config.ts";
import type { Layer, Origin } from "../../../model/layer.ts";
import type { SecretDeclarations } from "../../../model/secret-declarations.ts";
import { asMap } from "../../../model/value.ts";
import { readDeclarations } from "../../../secrets/read-declarations.ts";
import { checkSchema } from "../../../values/check-schema.ts";
import { conceal } from "../../../values/conceal-findings.ts";
import { layerFiles } from "../../../values/layer-files.ts";
import { resolveLayers } from "../../../values/resolve-layers.ts";
import { readLayers } from "../values/resolve-values.ts";

/** What an environment's files say about its secrets. */
export interface ReadSecrets {
  /** Empty when there are findings. */
  readonly declarations: SecretDeclarations;
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** The files of sealed values. */
  readonly sealed: readonly Layer[];
  readonly findings: readonly Finding[];
  /** Where the manifests go, relative to the root. */
  readonly output: string;
  /** Every file or folder that was read or looked for, relative to the root. */
  readonly inputs: readonly string[];
}

/** Read the declarations of an environment's secrets and the folder of its sealed values. */
export async function readSecretDeclarations(
  root: string,
  { layers: patterns, output, sealed: folder }: Required<Omit<Secrets, "digests">>,
  environmentName: string,
): Promise<ReadSecrets> {
  const files = layerFiles({ layers: patterns, output }, environmentName);
  const read = await readLayers(root, files.layers);
  const { resolved, findings } = resolveLayers(read.layers);
  const schema = asMap(JSON.parse(await readPackageText("schemas/secrets.json")));
  const before = [...files.findings, ...read.findings, ...findings];
  // Whoever put a value here by mistake must not find it in a log as well.
  const wrong = [...before, ...checkSchema(resolved, schema)].map(conceal);
  const sealedFolder = folder.replace("{environment}", environmentName);
  const sealedFiles = await sealedFilesIn(root, sealedFolder);
  const sealed = await readLayers(root, sealedFiles);
  return {
    declarations: wrong.length > 0 ? {} : readDeclarations(resolved.values),
    origins: resolved.origins,
    sealed: sealed.layers,
    findings: wrong,
    output: files.output,
    inputs: [...files.layers, sealedFolder, ...sealedFiles],
  };
}

async function sealedFilesIn(root: string, folder: string): Promise<string[]> {
  const names = await listFiles(join(root, folder));
  return names.filter((name) => /\.ya?ml$/u.test(name)).map((name) => `${folder}/${name}`);
}
