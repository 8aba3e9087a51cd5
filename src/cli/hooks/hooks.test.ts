import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../host/run-command.ts";
import { writeFiles } from "../../host/test-files.ts";
import type { CommandResult } from "../../model/command.ts";

const hook = join(import.meta.dirname, "main.ts");
let root = "";

const state = `
environments: { dev: {}, staging: {}, qa: {}, prod: {} }
---
helmDefaults: { skipDeps: true }
hooks:
  - name: prepare
    events: [prepare]
    showlogs: true
    command: ${process.execPath}
    args: [${hook}, prepare, "{{ .Environment.Name }}"]
defaultInherit: [guarded]
templates:
  guarded:
    hooks:
      - name: guard
        events: [presync, preuninstall]
        showlogs: true
        command: ${process.execPath}
        args: [${hook}, guard, "{{ .Environment.Name }}", "{{ .Release.KubeContext }}"]
releases:
  - name: web
    namespace: web
    chart: ./chart
    values: [".build/{{ .Environment.Name }}/values.yaml"]
`;

const config = `
values:
  - layers: ["environments/{environment}.yaml"]
    schema: environments/schema.json
    output: ".build/{environment}/values.yaml"
environments:
  dev: { cluster: any }
  staging: {}
  qa: {}
  prod: { cluster: { server: "https://127.0.0.1:1" } }
`;

const kubeconfig = `
current-context: staging
contexts:
  - { name: staging, context: { cluster: s } }
  - { name: prod, context: { cluster: p } }
clusters:
  - { name: s, cluster: { server: "https://127.0.0.1:2" } }
  - { name: p, cluster: { server: "https://127.0.0.1:1" } }
`;

const files = {
  "helmfile.yaml": state,
  "keelson.yaml": config,
  kubeconfig,
  "environments/schema.json": `{ "type": "object", "properties": { "greeting": { "type": "string" } }, "additionalProperties": false }`,
  "environments/dev.yaml": "greeting: hello\n",
  "environments/staging.yaml": "greting: hello\n",
  "environments/prod.yaml": "greeting: good day\n",
  "environments/qa.yaml": "{}\n",
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "chart/templates/greeting.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: greeting\ndata:\n  text: {{ .Values.greeting }}\n",
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-hooks-"));
  writeFiles(root, files);
});
afterAll(() => rm(root, { recursive: true }));

async function helmfile(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return await runCommand({
    program: "helmfile",
    args,
    cwd: root,
    environment: {
      PATH: process.env["PATH"] ?? "",
      HOME: root,
      HELMFILE_UPGRADE_NOTICE_DISABLED: "1",
      KUBECONFIG: join(root, "kubeconfig"),
      ...environment,
    },
  });
}

describe("the prepare hook", () => {
  test("writes the values in time for Helmfile to read them", async () => {
    const { exitCode, stdout, stderr } = await helmfile(["-e", "dev", "template"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("text: hello");
    expect(stderr).toMatch(/keelson: dev prepared, wrote \.build\/dev\/values\.yaml \(\d+ ms\)/u);
  });

  test("writes nothing when nothing changed: same inode, same time", async () => {
    await helmfile(["-e", "dev", "template"]);
    const before = await stat(join(root, ".build/dev/values.yaml"));
    const { stderr } = await helmfile(["-e", "dev", "template"]);
    const after = await stat(join(root, ".build/dev/values.yaml"));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect(stderr).toMatch(/keelson: dev prepared, nothing changed \(\d+ ms\)/u);
  });

  test("says what is wrong first, with file and line, and leaves what was there", async () => {
    const { exitCode, stderr } = await helmfile(["-e", "staging", "template"]);
    expect(exitCode).toBe(1);
    expect(stderr.trimStart()).toMatch(
      /^hook\[prepare\] logs \| keelson: environments\/staging\.yaml:1:1 {2}VALUES_UNKNOWN_KEY/u,
    );
    await expect(readFile(join(root, ".build/staging/values.yaml"))).rejects.toThrow("ENOENT");
  });

  test("refuses the environment that Helmfile takes when none is named", async () => {
    const { exitCode, stderr } = await helmfile(["template"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ENVIRONMENT_MISSING");
    expect(stderr).toContain("helmfile -e <dev|staging|qa|prod>");
  });

  test("leaves the files alone when it is told to", async () => {
    await helmfile(["-e", "prod", "template"]);
    await writeFile(join(root, "environments/prod.yaml"), "greeting: good evening\n");
    const { stdout } = await helmfile(["-e", "prod", "template"], { KEELSON_SKIP_PREPARE: "1" });
    expect(stdout).toContain("text: good day");
  });
});

describe("the guard", () => {
  test("refuses a cluster that is not the environment's, before Helm is called", async () => {
    const { exitCode, stderr } = await helmfile(["-e", "prod", "sync"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("CLUSTER_WRONG");
    expect(stderr).toContain('cluster https://127.0.0.1:2 (context "staging")');
    expect(stderr).not.toContain("Kubernetes cluster unreachable");
  });

  test.each([
    ["--kube-context", ["--kube-context", "prod"], {}],
    ["HELM_KUBECONTEXT", [], { HELM_KUBECONTEXT: "prod" }],
    ["HELM_KUBEAPISERVER", [], { HELM_KUBEAPISERVER: "https://127.0.0.1:1" }],
    ["HELMFILE_KUBE_CONTEXT", [], { HELMFILE_KUBE_CONTEXT: "prod" }],
  ])("lets the environment's cluster pass by %s", async (_, flags, environment) => {
    const { stderr } = await helmfile(["-e", "prod", ...flags, "sync"], environment);
    expect(stderr).not.toContain("CLUSTER_");
    expect(stderr).toContain("127.0.0.1:1");
  });

  test("sees --kubeconfig, which Helmfile hands to Helm alone", async () => {
    await writeFile(join(root, "other"), kubeconfig.replaceAll("127.0.0.1:1", "127.0.0.1:3"));
    const flags = ["--kubeconfig", join(root, "other"), "--kube-context", "prod"];
    const { stderr } = await helmfile(["-e", "prod", ...flags, "sync"]);
    expect(stderr).toContain("CLUSTER_WRONG");
    expect(stderr).toContain("https://127.0.0.1:3");
  });

  test("refuses an environment without a cluster and prints the lines to add", async () => {
    const { stderr } = await helmfile(["-e", "qa", "sync"]);
    expect(stderr).toContain("CLUSTER_UNDECLARED");
    expect(stderr).toContain('cluster: { server: "https://127.0.0.1:2" }');
  });

  test("nothing but its own switch turns it off, and that is loud", async () => {
    const skipped = { KEELSON_SKIP_PREPARE: "1", KEELSON_SKIP_GUARD: "1" };
    const { stderr } = await helmfile(["-e", "prod", "sync"], skipped);
    expect(stderr).not.toContain("CLUSTER_WRONG");
    expect(stderr).toContain("THE CLUSTER GUARD IS OFF");
  });
});
