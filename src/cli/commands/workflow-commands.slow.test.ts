import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load, loadAll } from "js-yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../host/run-command.ts";
import { hasPrograms } from "../../host/test-programs.ts";
import { isObeyed } from "../../report/test-obeyed.ts";
import { CliRepository, type CliRun } from "./__fixtures__/cli-repository.ts";

const hostile = "::add-mask::a\\n  ::stop-commands::b\\n##[add-path]c\\n";
const hook = join(import.meta.dirname, "../hooks/main.ts");
const files = {
  "keelson.yaml": `values:
  - name: "v ##[debug]x\\n::add-mask::y"
    layers: ["environments/{environment}.yaml"]
    schema: environments/schema.json
    output: ".build/{environment}/values.yaml"
  - { name: other, layers: ["environments/other ##[debug]x.yaml"], output: ".build/{environment}/##[debug]x.yaml" }
gitops: { remote: ".build/gitops.git" }
environments: { dev: {} }
`,
  "environments/schema.json": `{ "type": "object", "additionalProperties": { "type": "string" } }`,
  "environments/dev.yaml": `text: "${hostile}"\n"a##[debug]b": 'short ##[add-mask]x'\n`,
  "environments/other ##[debug]x.yaml": "set: 1\n",
  "helmfile.yaml": `environments: { dev: {} }
---
helmDefaults: { skipDeps: true }
hooks:
  - name: prepare
    events: [prepare]
    command: "true"
releases:
  - { name: web, namespace: web, chart: ./web, values: [".build/dev/values.yaml"] }
`,
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: web, annotations: { "##[debug]": "x" } }
data:
  text: {{ .Values.text | quote }}
  "::add-mask::x": "a##[debug]b"
---
apiVersion: v1
kind: Pod
metadata: { name: "web ##[debug]x" }
spec:
  containers:
    - name: web
      image: example.com/web:1.0.0
      env: [{ name: URL, value: "http://example.com:80/##[debug]x" }]
`,
};

/** Lines that a runner obeys and that are not our own. */
function obeyed({ out, said }: CliRun): readonly string[] {
  const lines = `${out}\n${said}`.split(/\r\n|\r|\n/u).filter(isObeyed);
  // Findings are put on the lines of the pull request by commands of our own.
  return lines.filter((line) => !/^::(?:error|warning) (?:(?!##\[).)*$/u.test(line));
}

describe.skipIf(!hasPrograms("helm", "helmfile", "git"))("in a GitHub workflow", () => {
  let repository: CliRepository;

  beforeEach(() => {
    repository = new CliRepository(files);
    repository.commit();
  });
  afterEach(() => repository.remove());

  /** Run a command whose log a runner reads along. */
  function inWorkflow(...args: readonly string[]): CliRun {
    return repository.keelsonWith({ GITHUB_ACTIONS: "true" }, ...args);
  }

  test.each([
    "render dev",
    "values dev",
    "values dev --origins",
    "values dev --output json",
    "explain dev text",
    "explain dev text --json",
    "graph dev --format text",
    "graph dev --format dot",
    "graph dev --format mermaid",
    "graph dev --format svg",
    "check dev",
    "check dev --format json",
    "check dev --format sarif",
    "diff dev",
    "diff dev --format markdown",
    "diff dev --format json",
    "plan dev --json",
    "publish dev --dry-run",
    "argocd dev --repo-url https://example.com/##[debug]x.git",
    "values ##[add-mask]x",
    "##[add-mask]x",
  ])("nothing that `keelson %s` prints is a command", (line) => {
    const run = inWorkflow(...line.split(" "));
    expect(run.out + run.said).not.toBe("");
    expect(run.exitCode).not.toBe(1);
    expect(obeyed(run)).toEqual([]);
  });

  test.each([
    ["wrote", "environments/dev.yaml", "text: a\n"],
    ["VALUES_", "environments/dev.yaml", '"##[debug]x": 1\n'],
  ])("the prepare hook says `%s` and no command", async (says, file, text) => {
    repository.write({ [file]: text });
    const args = [hook, "prepare", "dev"];
    const { stdout, stderr } = await runCommand({
      program: process.execPath,
      args,
      cwd: repository.root,
    });
    expect(stdout).toContain(says);
    expect(stdout).toContain("[debug]x");
    expect(obeyed({ exitCode: 0, out: stdout, said: stderr })).toEqual([]);
  });

  test("what is printed means the same as elsewhere", () => {
    const rendered = inWorkflow("render", "dev");
    expect(rendered).toMatchObject({ exitCode: 0 });
    const elsewhere = repository.keelsonWith({ GITHUB_ACTIONS: "" }, "render", "dev");
    expect(loadAll(rendered.out)).toEqual(loadAll(elsewhere.out));
    expect(obeyed(elsewhere)).not.toEqual([]);
    const values = inWorkflow("values", "dev", "--set", "v ##[debug]x\n::add-mask::y");
    expect(load(values.out)).toEqual({
      text: "::add-mask::a\n  ::stop-commands::b\n##[add-path]c\n",
      "a##[debug]b": "short ##[add-mask]x",
    });
  });

  test("what is written to files stays as it is", () => {
    expect(inWorkflow("render", "dev", "--output", "out")).toMatchObject({ exitCode: 0 });
    const file = join(repository.root, "out/dev/web/configmap._web_web.yaml");
    expect(readFileSync(file, "utf8")).toContain("  text: |\n    ::add-mask::a\n");
  });
});
