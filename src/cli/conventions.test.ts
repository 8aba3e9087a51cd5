import { expect, test } from "vitest";
import { conventionalConfig } from "./conventions.ts";

test("environments, values and secrets are found in their conventional places", () => {
  const config = conventionalConfig([
    "environments/base.yaml",
    "environments/dev.yaml",
    "environments/prod-eu.yaml",
    "environments/schema.json",
    "helmfile.yaml.gotmpl",
    "secrets/base.yaml",
  ]);
  expect(Object.keys(config.environments ?? {})).toEqual(["dev", "prod-eu"]);
  expect(config.render?.helmfile).toBe("helmfile.yaml.gotmpl");
  expect(config.values).toEqual([
    {
      layers: ["environments/base.yaml", "environments/{environment}.yaml"],
      output: ".build/{environment}/values.yaml",
      schema: "environments/schema.json",
    },
  ]);
  expect(config.secrets?.output).toBe(".build/{environment}/secrets.yaml");
});

test("values are left alone where there is no base layer", () => {
  expect(conventionalConfig(["helmfile.yaml"])).toEqual({
    environments: {},
    render: { helmfile: "helmfile.yaml" },
  });
});
