import { join } from "node:path";
import { readTextIfThere } from "../../../host/files.ts";
import type { Finding } from "../../../model/finding.ts";
import type { ValueSet } from "../../../model/keelson-config.ts";
import type { Layer, ResolvedValues } from "../../../model/layer.ts";
import type { ValueMap } from "../../../model/value.ts";
import { checkSchema } from "../../../values/check-schema.ts";
import { conceal, concealFindings, concealNeighbours } from "../../../values/conceal-findings.ts";
import { layerFiles } from "../../../values/layer-files.ts";
import { resolveLayers } from "../../../values/resolve-layers.ts";
import { readSchema } from "./read-schema.ts";

/** One value set of one environment, merged and checked. */
export interface EnvironmentValues {
  readonly resolved: ResolvedValues;
  readonly findings: readonly Finding[];
  /** Undefined where the value set names none. */
  readonly schema: ValueMap | undefined;
  /** Where Helmfile expects the result, relative to the root. */
  readonly output: string;
  /** Every file that was read or looked for, relative to the root. */
  readonly inputs: readonly string[];
}

/** Read, merge and check the layers of a value set for one environment. */
export async function resolveValues(
  root: string,
  valueSet: ValueSet,
  environmentName: string,
): Promise<EnvironmentValues> {
  const files = layerFiles(valueSet, environmentName);
  const { layers, findings } = await readLayers(root, files.layers);
  const { resolved, findings: layerFindings } = resolveLayers(layers);
  const schema =
    valueSet.schema === undefined ? undefined : await readSchema(root, valueSet.schema);
  const all = [...files.findings, ...findings, ...layerFindings];
  return {
    resolved,
    findings: findingsOf(resolved, schema, all),
    schema,
    output: files.output,
    inputs: [...files.layers, ...(valueSet.schema === undefined ? [] : [valueSet.schema])],
  };
}

/** What leaves the rest of a layer as it was meant. */
const stillReadable: ReadonlySet<string> = new Set([
  "VALUES_DUPLICATE_KEY",
  "VALUES_KEY",
  "VALUES_YAML_TAG",
  "VALUES_YAML_TRAP",
]);

function findingsOf(
  resolved: ResolvedValues,
  schema: ValueMap | undefined,
  found: readonly Finding[],
): readonly Finding[] {
  if (schema === undefined) return found;
  const concealed = concealFindings(found.map(hidden(schema)), schema);
  // A layer that is missing or unreadable would drown the reader in required keys.
  if (!found.every(({ code }) => stillReadable.has(code))) return concealed;
  const places = new Set(concealed.map(placeOf));
  const wrong = checkSchema(resolved, schema).filter((finding) => !places.has(placeOf(finding)));
  return concealNeighbours([...concealed, ...wrong]);
}

/** In a file that cannot be read nobody knows which lines are secret. */
function hidden(schema: ValueMap): (finding: Finding) => Finding {
  const hasSecrets = JSON.stringify(schema).includes('"x-secret"');
  return (finding) =>
    hasSecrets && !stillReadable.has(finding.code) && finding.at.line !== undefined
      ? conceal(finding)
      : finding;
}

function placeOf({ at }: Finding): string {
  return `${at.file ?? ""}:${at.line ?? 0}:${at.column ?? 0}`;
}

/** The text of each layer; a file that is not there is a finding. */
export async function readLayers(
  root: string,
  files: readonly string[],
): Promise<{ layers: Layer[]; findings: Finding[] }> {
  const layers: Layer[] = [];
  const findings: Finding[] = [];
  for (const file of files) {
    const text = await readTextIfThere(join(root, file));
    if (text === undefined) findings.push(missingLayer(file));
    else layers.push({ file, text });
  }
  return { layers, findings };
}

function missingLayer(file: string): Finding {
  return {
    code: "VALUES_FILE_MISSING",
    level: "error",
    at: { file },
    says: "this layer is not there",
    fix: "write it (an empty map {} will do), or take it out of the layers in keelson.yaml",
  };
}
