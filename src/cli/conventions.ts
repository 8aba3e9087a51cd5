import type { Environment, KeelsonConfig } from "../model/keelson-config.ts";

/**
 * The configuration of a repository that has no keelson.yaml, from the files in its conventional places.
 * An environment is a file `environments/<name>.yaml` other than base.yaml.
 */
export function conventionalConfig(files: readonly string[]): KeelsonConfig {
  const has = (file: string): boolean => files.includes(file);
  const environments: Record<string, Environment> = {};
  for (const file of files) {
    const name = /^environments\/([a-z0-9][-a-z0-9]*)\.yaml$/u.exec(file)?.[1];
    if (name !== undefined && name !== "base") environments[name] = {};
  }
  const state = ["helmfile.yaml", "helmfile.yaml.gotmpl", "helmfile.d"].find(has);
  return {
    environments,
    ...(state === undefined ? {} : { render: { helmfile: state } }),
    ...(has("environments/base.yaml") ? { values: [conventionalValues(has)] } : {}),
    ...(has("secrets/base.yaml")
      ? { secrets: { layers: layersIn("secrets"), output: ".build/{environment}/secrets.yaml" } }
      : {}),
  };
}

function conventionalValues(has: (file: string) => boolean) {
  const schema = "environments/schema.json";
  return {
    layers: layersIn("environments"),
    output: ".build/{environment}/values.yaml",
    ...(has(schema) ? { schema } : {}),
  };
}

function layersIn(folder: string): string[] {
  return [`${folder}/base.yaml`, `${folder}/{environment}.yaml`];
}
