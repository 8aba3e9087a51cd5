import { join } from "node:path";
import { listFiles, readPackageText, readTextIfThere } from "../host/files.ts";
import { preparedSettings } from "../host/prepared-stamp.ts";
import type { Finding } from "../model/finding.ts";
import type { KeelsonConfig } from "../model/keelson-config.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { asMap, isMap, type ValueMap } from "../model/value.ts";
import { conventionalConfig } from "./conventions.ts";
import { fillSettings, type Settings } from "./settings.ts";

/**
 * What the repository's keelson.yaml says; the conventional places where it does not name any.
 * @throws CONFIG_INVALID with a finding for each wrong line
 */
export async function readSettings(root: string): Promise<Settings> {
  const prepared = preparedSettings(root, "keelson.yaml");
  return isSettings(prepared) ? prepared : await readAnew(root);
}

/** Only settings that were checked and filled are noted, and only for the program that did so. */
function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null;
}

async function readAnew(root: string): Promise<Settings> {
  const text = await readTextIfThere(join(root, "keelson.yaml"));
  if (text === undefined) return readConventions(root, {});
  const { resolveLayers } = await import("../values/resolve-layers.ts");
  const { checkSchema } = await import("../values/check-schema.ts");
  const { resolved, findings } = resolveLayers([{ file: "keelson.yaml", text }]);
  const schema = asMap(JSON.parse(await readPackageText("schemas/keelson.json")));
  const all = [...findings, ...checkSchema(resolved, schema)];
  if (!isValid(resolved.values, all)) throw invalid(all);
  const { values, secrets, render } = resolved.values;
  const saysWhere = (values ?? secrets ?? render?.helmfile) !== undefined;
  return saysWhere ? fillSettings(resolved.values) : readConventions(root, resolved.values);
}

/** A configuration that does not say where anything is: it is in the conventional places. */
async function readConventions(root: string, config: KeelsonConfig): Promise<Settings> {
  const conventions = conventionalConfig(await conventionalFiles(root));
  const environments = { ...conventions.environments, ...config.environments };
  const render = { ...conventions.render, ...config.render };
  return {
    ...fillSettings({ ...conventions, ...config, environments, render }),
    isConventional: true,
  };
}

/** The schema has no errors to report: so the map has the shape that is generated from the schema. */
function isValid(
  values: ValueMap,
  findings: readonly Finding[],
): values is ValueMap & KeelsonConfig {
  return isMap(values) && !findings.some((finding) => finding.level === "error");
}

function invalid(findings: readonly Finding[]): KeelsonError {
  return new KeelsonError("keelson.yaml has errors", {
    code: "CONFIG_INVALID",
    fault: "input",
    at: { file: "keelson.yaml" },
    fix: "mend the lines named above",
    findings,
  });
}

async function conventionalFiles(root: string): Promise<string[]> {
  const folders = ["", "environments", "secrets"];
  const lists = await Promise.all(folders.map((folder) => listFiles(join(root, folder))));
  return folders.flatMap((folder, index) =>
    (lists[index] ?? []).map((name) => (folder === "" ? name : `${folder}/${name}`)),
  );
}
