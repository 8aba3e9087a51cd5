import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { RenderFolder } from "./test-render.ts";

const encoded = Buffer.from("ref+echo://secret").toString("base64");

function state(values: string): string {
  return `environments: {prod: {values: [env.yaml]}}
---
helmDefaults: {skipDeps: true}
releases:
- name: web
  namespace: shop
  chart: ./web
${values}`;
}

const fromFile = state("  values: [values.yaml.gotmpl]\n");

describe.skipIf(!hasPrograms("helm", "helmfile"))("references", () => {
  let folder: RenderFolder;

  beforeEach(() => {
    folder = new RenderFolder();
    folder.write({ "env.yaml": "part: plain\n", "helmfile.yaml": fromFile });
  });
  afterEach(() => folder.remove());

  test.each([
    ["decoded", `a: {{ b64dec "${encoded}" }}\n`],
    ["printed by numbers", 'a: {{ printf "re%c%cecho://secret" 102 43 }}\n'],
    ["decoded, in a file with a comment", `# values\na: {{ b64dec "${encoded}" }}\n`],
    ["escaped", 'a: {{ "re\\x66\\x2becho://secret" }}\n'],
  ])("one that a values template puts together is refused: %s", async (_, text) => {
    folder.write({ "values.yaml.gotmpl": text });
    const { code, findings } = await folder.failure();
    expect([code, findings.map((each) => each.code)]).toEqual([
      "RENDER_REFUSED",
      ["RENDER_FETCHES_SECRET"],
    ]);
  });

  test("one whose parts come from the environment's values is refused", async () => {
    folder.write({
      "env.yaml": "part: f+echo://secret\n",
      "values.yaml.gotmpl": "# values\na: re{{ .Values.part }}\n",
    });
    expect(await folder.failure()).toMatchObject({ code: "RENDER_REFUSED" });
  });

  test("one whose parts come from templates of the environment and a cut is refused", async () => {
    folder.write({
      "env.yaml.gotmpl": "part: f+echo://secret\n",
      "helmfile.yaml": fromFile.replace("env.yaml", "env.yaml.gotmpl"),
      "values.yaml.gotmpl": 'a: {{ "re" }}{{ .Values.part }}\n',
    });
    expect(await folder.failure()).toMatchObject({ code: "RENDER_REFUSED" });
    folder.write({
      "env.yaml.gotmpl": "part: qqf+echo://secret\n",
      "values.yaml.gotmpl": 'a: {{ "re" }}{{ .Values.part | trimPrefix "qq" }}\n',
    });
    expect(await folder.failure()).toMatchObject({ code: "RENDER_REFUSED" });
  });

  test.each([
    ["values", `  values: [{a: '{{ b64dec "${encoded}" }}'}]\n`],
    ["set", `  set: [{name: a, value: '{{ b64dec "${encoded}" }}'}]\n`],
  ])("one that a state puts together in its %s is refused", async (_, values) => {
    folder.write({ "helmfile.yaml.gotmpl": state(values) });
    const { findings } = await folder.failure({ render: { helmfile: "helmfile.yaml.gotmpl" } });
    expect(findings.map(({ says }) => says)).toEqual([
      expect.stringContaining("release web gets a reference to a secret store"),
    ]);
  });

  test.each([
    ["a comment shows that nothing was replaced", `# values\na: {{ b64dec "aGk=" }}\n`],
    ["the order of keys shows that nothing was replaced", `b: 1\na: {{ b64dec "aGk=" }}\n`],
    ["nothing here can make a reference", "a: {{ .Values.part | upper }}\n"],
  ])("what is harmless is rendered: %s", async (_, text) => {
    folder.write({ "values.yaml.gotmpl": text });
    expect((await folder.render()).manifests).toHaveLength(1);
  });

  test("values that a state writes itself are rendered", async () => {
    const values = `  values: [{a: '{{ printf "%s+%d" "1.2.3" 4 }}', c: 1}]\n`;
    folder.write({ "helmfile.yaml.gotmpl": state(values) });
    const { manifests } = await folder.render({ render: { helmfile: "helmfile.yaml.gotmpl" } });
    expect(manifests).toMatchObject([{ body: { data: { a: "1.2.3+4" } } }]);
  });

  test("an exception with a reason allows what nobody can tell", async () => {
    folder.write({ "values.yaml.gotmpl": `a: {{ b64dec "aGk=" }}\n` });
    expect(await folder.failure()).toMatchObject({ code: "RENDER_REFUSED" });
    const exceptions = [{ code: "RENDER_FETCHES_SECRET", reason: "it says hi" }];
    expect((await folder.render({ checks: { exceptions } })).manifests).toHaveLength(1);
  });
});
