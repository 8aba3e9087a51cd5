import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { files, map } from "./__fixtures__/small-repository.ts";

const main = join(import.meta.dirname, "../main.ts");
const isThere = ["helm", "helmfile", "git"].every(
  (program) => spawnSync(program, ["--help"]).error === undefined,
);
if (!isThere && process.env["CI"] === "true") throw new Error("helmfile is missing: npm run setup");

describe.skipIf(!isThere)("keelson render and diff (npm run setup installs what they call)", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "render-cli-"));
    write(files);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(texts: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }

  function keelson(...args: readonly string[]) {
    const environment = { ...process.env, GITHUB_BASE_REF: "", NO_COLOR: "1" };
    const run = spawnSync(process.execPath, [main, ...args], {
      cwd: root,
      encoding: "utf8",
      env: environment,
    });
    return { exitCode: run.status, out: run.stdout, said: run.stderr };
  }

  function git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    return spawnSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).stdout.trim();
  }

  function commit(): string {
    write({ ".gitignore": ".build/\n.cache/\nout/\n" });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
    return git("rev-parse", "HEAD");
  }

  function listed(folder: string): readonly string[] {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml"))
      .toSorted();
  }

  test("environments are rendered side by side into folders, again the same bytes", () => {
    expect(keelson("render", "--output", "out")).toMatchObject({ exitCode: 0, out: "" });
    expect(listed("out")).toEqual([
      "dev/one/configmap._n1_one.yaml",
      "dev/two/configmap._n2_two.yaml",
      "prod/one/configmap._n1_one.yaml",
      "prod/two/configmap._n2_two.yaml",
    ]);
    const text = readFileSync(join(root, "out/prod/one/configmap._n1_one.yaml"), "utf8");
    expect(text).toContain('a: "2"');
    keelson("render", "--output", "out");
    expect(readFileSync(join(root, "out/prod/one/configmap._n1_one.yaml"), "utf8")).toBe(text);
  });

  test("without a folder the manifests are printed, and nothing else", () => {
    const { out, said } = keelson("render", "prod");
    expect(out).toMatch(/^---\napiVersion: v1\n/);
    expect(said).toMatch(/^prod {2}2 objects/);
  });

  test("what is no longer rendered is gone, but a selector leaves other releases alone", () => {
    keelson("render", "prod", "--output", "out");
    write({ "helmfile.yaml": files["helmfile.yaml"].replace(/- \{name: two.*\n/, "") });
    keelson("render", "prod", "--output", "out", "--only", "name=one");
    expect(listed("out/prod")).toHaveLength(2);
    keelson("render", "prod", "--output", "out");
    expect(listed("out/prod")).toEqual(["one/configmap._n1_one.yaml"]);
  });

  test("one environment's failure hides no other, and leaves its folder as it was", () => {
    keelson("render", "--output", "out");
    write({ "prod.yaml": "b: 2\n", "dev.yaml": "a: 3\n" });
    const { exitCode, said } = keelson("render", "--output", "out");
    expect(exitCode).toBe(3);
    expect(said).toMatch(/^dev {3}2 objects/m);
    expect(said.match(/RENDER_FAILED/g)).toHaveLength(2);
    expect(said).toContain("web/templates/map.yaml:4:");
    expect(listed("out/prod")).toHaveLength(2);
    expect(readFileSync(join(root, "out/dev/one/configmap._n1_one.yaml"), "utf8")).toContain("3");
  });

  test("a folder with foreign files is not touched", () => {
    write({ "out/prod/mine.txt": "mine" });
    const { exitCode, said } = keelson("render", "prod", "--output", "out");
    expect([exitCode, said]).toEqual([2, expect.stringContaining("OUTPUT_NOT_OURS")]);
    expect(readdirSync(join(root, "out/prod"))).toEqual(["mine.txt"]);
  });

  test("a second render elsewhere finds what is not the same, with path and template", () => {
    expect(keelson("render", "dev", "--verify")).toMatchObject({ exitCode: 0 });
    write({
      "web/templates/map.yaml": map.replace("{{ .Values.more }}", ", b: {{ randAlphaNum 8 }}"),
    });
    const { exitCode, said } = keelson("render", "dev", "--verify");
    expect(exitCode).toBe(5);
    expect(said).toMatch(/^web\/templates\/map.yaml {2}RENDER_NOT_REPEATABLE.*`data\.b` differs/m);
  });

  test("sources that fetch secrets are refused before anything runs", () => {
    write({ "dev.yaml": "a: ref+echo://secret\n" });
    const { exitCode, said } = keelson("render", "dev");
    expect([exitCode, said]).toEqual([
      3,
      expect.stringContaining("dev.yaml:1  RENDER_FETCHES_SECRET"),
    ]);
  });

  test("Ctrl-C ends what runs, leaves no process and no folder", async () => {
    const hooks = `hooks: [{name: h, events: [prepare], command: sh, args: [-c, "echo $$ > pid; exec sleep 60"]}]`;
    const state = files["helmfile.yaml"].replace("releases:", () => `${hooks}\nreleases:`);
    write({ "helmfile.yaml": state, "tmp/x": "" });
    const child = spawn(process.execPath, [main, "render", "dev", "--output", "out"], {
      cwd: root,
      env: { ...process.env, TMPDIR: join(root, "tmp") },
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(() => readPid(root) > 0);
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 5);
    expect(await ended).toBe(130);
    await until(() => !isRunning(readPid(root)));
    expect(readdirSync(join(root, "tmp"))).toEqual(["x"]);
    expect(readdirSync(root)).not.toContain("out");
  });

  test("a diff is against what is published, and against any commit", () => {
    const sha = commit();
    expect(keelson("diff", "prod").out).toContain("2 added");
    expect(keelson("publish", "prod", "--allow-dirty").exitCode).toBe(0);
    expect(keelson("diff", "prod", "--exit-code")).toMatchObject({ exitCode: 0 });
    write({ "prod.yaml": "a: 5\n" });
    const published = keelson("diff", "prod", "--exit-code");
    const older = keelson("diff", "prod", "--against", sha);
    expect(published.exitCode).toBe(5);
    for (const { out } of [published, older]) {
      expect(out).toContain("ConfigMap n1/one\n  data.a  2 -> 5\n");
      expect(out).toContain("2 objects changed, 0 added, 0 removed, 0 the same");
    }
  });

  test("a pull request is compared with where it left its target", () => {
    commit();
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    write({ "prod.yaml": "a: 5\n" });
    const run = spawnSync(process.execPath, [main, "diff", "prod", "--format", "json"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, GITHUB_BASE_REF: "main" },
    });
    const report: unknown = JSON.parse(run.stdout);
    expect(report).toMatchObject({
      environments: [{ environment: "prod", diff: { changes: [{}, {}], same: 0 } }],
    });
  });

  test("a bundle is published without running anything", () => {
    commit();
    expect(keelson("render", "prod", "--bundle", "out.json").exitCode).toBe(0);
    write({ "helmfile.yaml": "what: is this\n" });
    git("checkout", "-q", "--", "helmfile.yaml");
    const { exitCode, out } = keelson("publish", "prod", "--from", "out.json", "--allow-dirty");
    expect([exitCode, out]).toEqual([0, expect.stringContaining("2 manifests")]);
  });
});

async function until(isDone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isDone(); tries += 1) {
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
  expect(isDone()).toBe(true);
}

function readPid(root: string): number {
  try {
    return Number(readFileSync(join(root, "pid"), "utf8"));
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
