import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import type { KeelsonConfig } from "../../../model/keelson-config.ts";
import { RenderFolder } from "./test-render.ts";

const state = `environments: {prod: {}}
---
helmDefaults: {skipDeps: true}
releases: [{name: a, namespace: x, chart: ./web, values: [{a: {{ requiredEnv "REGION" }}}]}]
`;

function config(...variables: string[]): KeelsonConfig {
  return { render: { helmfile: "helmfile.yaml.gotmpl", variables } };
}

describe.skipIf(!hasPrograms("helm", "helmfile"))("variables", () => {
  let folder: RenderFolder;

  beforeEach(() => {
    folder = new RenderFolder();
    folder.write({ "helmfile.yaml.gotmpl": state });
  });
  afterEach(() => folder.remove());

  test("one that keelson.yaml does not name is missed clearly", async () => {
    const { code, message, fix } = await folder.failure(config(), { REGION: "eu" });
    expect([code, message]).toEqual([
      "RENDER_FAILED",
      "prod: the state needs the variable REGION, which is set, but does not reach Helmfile",
    ]);
    expect(fix).toBe("name it under `render.variables` in keelson.yaml");
  });

  test("one that keelson.yaml names gets to Helmfile", async () => {
    const { manifests } = await folder.render(config("REGION"), { REGION: "eu" });
    expect(manifests).toMatchObject([{ body: { data: { a: "eu" } } }]);
  });

  test("a credential is refused, whatever keelson.yaml says", async () => {
    const { code } = await folder.failure(config("REGION", "VAULT_TOKEN"), { REGION: "eu" });
    expect(code).toBe("RENDER_VARIABLE_REFUSED");
  });

  test("one that a template finds empty is told", async () => {
    folder.write({ "helmfile.yaml.gotmpl": state.replace("requiredEnv", "env") });
    const { findings } = await folder.render(config(), { REGION: "eu" });
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ["RENDER_VARIABLE_HIDDEN", { file: "helmfile.yaml.gotmpl", line: 4 }],
    ]);
  });
});
