import { join } from "node:path";
import { writeTextAtomic } from "../../../host/files.ts";
import { stampPrepared } from "../../../host/stamp-prepared.ts";
import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { ResolvedValues } from "../../../model/layer.ts";
import { asMap, type ValueMap } from "../../../model/value.ts";
import { formatValues } from "../../../values/format-values.ts";
import { readSettings } from "../../read-settings.ts";
import { unknownEnvironment } from "../../select-environments.ts";
import { resolveSecrets, type EnvironmentSecrets } from "../secrets/resolve-secrets.ts";
import { resolveValues } from "../values/resolve-values.ts";

/**
 * Write what Helmfile hands to the releases of one environment. All inputs are checked before the first
 * file is written, and a file that says the same already is left alone. Gives the files it wrote.
 * @throws ENVIRONMENT_UNKNOWN, CONFIG_INVALID, PREPARE_REFUSED with a finding for each wrong line
 */
export async function prepareEnvironment(root: string, environmentName: string): Promise<string[]> {
  const startedMs = Date.now();
  const settings = await readSettings(root);
  const declared = Object.keys(settings.environments);
  if (!declared.includes(environmentName)) throw undeclared(environmentName, declared);
  const secrets = await resolveSecrets(root, settings, environmentName);
  const sets = await Promise.all(
    settings.values.map((valueSet) => resolveValues(root, valueSet, environmentName)),
  );
  const parts = [...sets, ...(secrets === undefined ? [] : [secrets])];
  refuse(parts.flatMap((part) => part.findings));
  const digests = settings.secrets?.digests;
  const files = [
    ...sets.map(({ output, resolved }, index) => {
      const place = index === 0 && digests !== undefined ? digests.split(".") : [];
      return { path: output, text: formatFile(resolved, place, secrets?.digests ?? {}) };
    }),
    ...(secrets === undefined ? [] : [{ path: secrets.output, text: formatSecrets(secrets) }]),
  ];
  const written = await writeChanged(root, files);
  const outputs = files.map(({ path }) => path);
  const inputs = ["keelson.yaml", ...parts.flatMap((part) => part.inputs)];
  // What comes from the names of files can change without a change of keelson.yaml.
  const kept = settings.isConventional === true ? null : settings;
  await stampPrepared(root, environmentName, { inputs, outputs, settings: kept, startedMs });
  return written;
}

async function writeChanged(
  root: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<string[]> {
  const written: string[] = [];
  for (const { path, text } of files) {
    if (await writeTextAtomic(join(root, path), text)) written.push(path);
  }
  return written;
}

/** The values as Helm reads them, with the digests at their place where there is one. */
function formatFile(resolved: ResolvedValues, place: readonly string[], digests: ValueMap): string {
  const head = ["Written by Keelson's prepare hook from the layers in keelson.yaml. Do not edit."];
  const values = place.length === 0 ? resolved.values : setAt(resolved.values, place, digests);
  return formatValues(resolved, { head, values });
}

/** A stream of JSON is YAML too, and nothing has to be quoted by rule. */
function formatSecrets({ manifests }: EnvironmentSecrets): string {
  return `${JSON.stringify({ manifests }, null, 2)}\n`;
}

function setAt(map: ValueMap, [key = "", ...rest]: readonly string[], value: ValueMap): ValueMap {
  return { ...map, [key]: rest.length === 0 ? value : setAt(asMap(map[key]), rest, value) };
}

function refuse(findings: readonly Finding[]): void {
  if (!findings.some((finding) => finding.level === "error")) return;
  throw new KeelsonError("the environment's files have errors", {
    code: "PREPARE_REFUSED",
    fault: "input",
    fix: "mend the lines named above",
    findings,
  });
}

/** Helmfile takes the environment `default` when it is called without one. */
function undeclared(environmentName: string, declared: readonly string[]): KeelsonError {
  if (environmentName !== "default") return unknownEnvironment(environmentName, declared);
  return new KeelsonError("no environment was named", {
    code: "ENVIRONMENT_MISSING",
    fault: "usage",
    fix: `helmfile -e <${declared.join("|")}> …`,
  });
}
