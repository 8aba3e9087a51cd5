import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { writeFiles } from "../../src/host/test-files.ts";
import type { CommandResult } from "../../src/model/command.ts";

const project = join(import.meta.dirname, "../..");
let root = "";

/** Another team's repository: own charts, own layout, three lines of hooks and no keelson.yaml. */
const files = {
  ".gitignore": "node_modules\n.build\n.cache\n",
  "helmfile.yaml": `
environments: { test: {}, live: {} }
---
helmDefaults: { skipDeps: true }
hooks:
  - { name: keelson, events: [prepare], showlogs: true, command: node_modules/.bin/keelson-hook, args: [prepare, "{{ .Environment.Name }}"] }
releases:
  - name: shop
    namespace: "shop-{{ .Environment.Name }}"
    chart: ./shop
    values: [".build/{{ .Environment.Name }}/values.yaml"]
`,
  "environments/base.yaml": "replicas: 1\n",
  "environments/test.yaml": "{}\n",
  "environments/live.yaml": "replicas: 3\n",
  "shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "shop/templates/shop.yaml": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - { name: shop, image: "shop:1", ports: [{ name: http, containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: http }]
`,
};

/** Files of the README that begin with their name. */
function readmeFiles(): Record<string, string> {
  const blocks = readFileSync("README.md", "utf8").matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```/gmu);
  return Object.fromEntries([...blocks].map(([, name = "", text = ""]) => [name, text]));
}

/** What the README leaves to the team. */
const teamFiles = {
  "environments/base.yaml": "tag: 1\n",
  "environments/dev.yaml": "{}\n",
  "environments/prod.yaml": "tag: 2\n",
  "secrets/base.yaml": `
provider: external-secrets
store: { kind: SecretStore, aws: { region: eu-west-1 } }
secrets: { login: { keys: { password: { from: "/{env}/login", property: password } } } }
`,
  "secrets/dev.yaml": "{}\n",
  "secrets/prod.yaml": "{}\n",
  "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "charts/web/templates/web.yaml": `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: shop:{{ .Values.tag }}
      env: [{ name: A, valueFrom: { secretKeyRef: { name: login, key: password } } }]
`,
};

/** Rendered by anyone; the Secret is nowhere. */
const pod = `
kind: Pod
apiVersion: v1
metadata: { name: shop, namespace: shop }
spec: { containers: [{ name: shop, image: "shop:1", envFrom: [{ secretRef: { name: login } }] }] }
`;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-team-"));
  writeFiles(root, files);
  installPackage();
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "feat: begin");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=Keelson tests", "-c", "user.email=tests@keelson.invalid"];
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).trim();
}

/** What `npm install keelson` leaves: the built package, its dependencies, its programs. */
function installPackage(): void {
  const folder = join(root, "node_modules/keelson");
  const build = ["-p", "src", "--outDir", join(folder, "dist")];
  execFileSync(join(project, "node_modules/.bin/tsc"), build, { cwd: project });
  for (const path of ["package.json", "schemas", "charts/manifests"]) {
    cpSync(join(project, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(root, "node_modules/.bin"));
  for (const [name, file] of [
    ["keelson", "dist/cli/main.js"],
    ["keelson-hook", "dist/cli/hooks/main.js"],
  ] as const) {
    chmodSync(join(folder, file), 0o755);
    symlinkSync(join(folder, file), join(root, "node_modules/.bin", name));
  }
}

async function run(program: string, ...args: readonly string[]): Promise<CommandResult> {
  return await runCommand({ program, args, cwd: root });
}

describe("the published package in another repository", () => {
  test("its hook prepares the values that Helmfile reads", async () => {
    const { exitCode, stdout, stderr } = await run("helmfile", "-e", "live", "template");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain("keelson: live prepared");
    expect(stdout).toContain("replicas: 3");
  });

  test("its command publishes every environment without a configuration file", async () => {
    const result = await run("node_modules/.bin/keelson", "publish");
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    const file = "shop/deployment.apps_shop-live_shop.yaml";
    const text = git("-C", ".build/gitops.git", "show", `environments/live:${file}`);
    expect(text).toContain("namespace: shop-live");
    expect(text).toContain("replicas: 3");
  });

  test("the files that the README shows make a repository whose links hold and whose releases are guarded", async () => {
    const team = join(root, ".build/readme");
    writeFiles(team, { ...readmeFiles(), ...teamFiles });
    symlinkSync(join(root, "node_modules"), join(team, "node_modules"));
    const check = { program: "node_modules/.bin/keelson", args: ["check"], cwd: team };
    expect(await runCommand(check)).toMatchObject({
      exitCode: 0,
      stdout: "dev  3 objects, 2 links hold\nprod  3 objects, 2 links hold\n",
    });
    const args = ["-e", "prod", "template"];
    const { stdout, exitCode } = await runCommand({ program: "helmfile", args, cwd: team });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("key: /prod/login");
    expect(stdout).toContain("image: shop:2");
    expect(stdout).not.toContain("namespace: default");
    const environment = { PATH: process.env["PATH"] ?? "", HOME: root, KUBECONFIG: "/nowhere" };
    for (const name of ["secrets", "web"]) {
      const sync = ["-e", "prod", "-l", `name=${name}`, "sync", "--skip-needs"];
      const stopped = await runCommand({ program: "helmfile", args: sync, cwd: team, environment });
      expect(stopped.exitCode).not.toBe(0);
      expect(stopped.stdout + stopped.stderr).toContain("CLUSTER_UNKNOWN");
    }
  });

  test("its library runs the program of the README", async () => {
    const [, program = ""] =
      /^```ts\n([\s\S]+?)^```/mu.exec(readFileSync("README.md", "utf8")) ?? [];
    expect(program).toContain('from "keelson"');
    writeFileSync(join(root, "check.mts"), program);
    const said = await runCommand({ program: "node", args: ["check.mts"], cwd: root, input: pod });
    expect(said.exitCode).toBe(0);
    expect(said.stdout).toMatch(/^# web\/pod\._shop_shop\.yaml\napiVersion: v1\nkind: Pod\n/u);
    expect(said.stderr).toMatch(/LINK_SECRET .*Secret shop\/login[\s\S]*1 error/u);
  });

  test("its types hold in the program of the README", async () => {
    const types = ["--typeRoots", join(project, "node_modules/@types"), "--types", "node"];
    const check = ["--noEmit", "--strict", "--module", "nodenext", "--target", "esnext", ...types];
    const tsc = join(project, "node_modules/.bin/tsc");
    expect(await run(tsc, ...check, "check.mts")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("it ships all that it reads, and no source or test", () => {
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(packed).toContain('"schemas/keelson.json"');
    expect(packed).not.toMatch(/"path": "(?:src|tests|tools|environments|secrets)\//u);
    const built = readdirSync(join(root, "node_modules/keelson/dist"), { recursive: true });
    expect(built).toContain("index.js");
    expect(built.join("\n")).not.toMatch(/__fixtures__|\.test\.|test-/u);
  });
});
