import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../host/test-programs.ts";
import { CliRepository, main } from "./__fixtures__/cli-repository.ts";
import { files, map } from "./__fixtures__/small-repository.ts";

describe.skipIf(!hasPrograms("helm", "helmfile", "git"))("keelson render", () => {
  let repository: CliRepository;

  beforeEach(() => {
    repository = new CliRepository(files);
  });
  afterEach(() => repository.remove());

  test("environments are rendered side by side into folders, again the same bytes", () => {
    expect(repository.keelson("render", "--output", "out")).toMatchObject({ exitCode: 0, out: "" });
    expect(repository.listed("out")).toEqual([
      "dev/one/configmap._n1_one.yaml",
      "dev/two/configmap._n2_two.yaml",
      "prod/one/configmap._n1_one.yaml",
      "prod/two/configmap._n2_two.yaml",
    ]);
    const text = readFileSync(join(repository.root, "out/prod/one/configmap._n1_one.yaml"), "utf8");
    expect(text).toContain('a: "2"');
    repository.keelson("render", "--output", "out");
    expect(readFileSync(join(repository.root, "out/prod/one/configmap._n1_one.yaml"), "utf8")).toBe(
      text,
    );
  });

  test("without a folder the manifests are printed, and nothing else", () => {
    const { out, said } = repository.keelson("render", "prod");
    expect(out).toMatch(/^---\napiVersion: v1\n/);
    expect(said).toMatch(/^prod {2}2 objects/);
  });

  test("what is no longer rendered is gone, but a selector leaves other releases alone", () => {
    repository.keelson("render", "prod", "--output", "out");
    repository.write({ "helmfile.yaml": files["helmfile.yaml"].replace(/- \{name: two.*\n/, "") });
    repository.keelson("render", "prod", "--output", "out", "--only", "name=one");
    expect(repository.listed("out/prod")).toHaveLength(2);
    repository.keelson("render", "prod", "--output", "out");
    expect(repository.listed("out/prod")).toEqual(["one/configmap._n1_one.yaml"]);
  });

  test("one environment's failure hides no other, and leaves its folder as it was", () => {
    repository.keelson("render", "--output", "out");
    repository.write({ "prod.yaml": "b: 2\n", "dev.yaml": "a: 3\n" });
    const { exitCode, said } = repository.keelson("render", "--output", "out");
    expect(exitCode).toBe(3);
    expect(said).toMatch(/^dev {3}2 objects/m);
    expect(said.match(/RENDER_FAILED/g)).toHaveLength(2);
    expect(said).toContain("web/templates/map.yaml:4:");
    expect(repository.listed("out/prod")).toHaveLength(2);
    expect(
      readFileSync(join(repository.root, "out/dev/one/configmap._n1_one.yaml"), "utf8"),
    ).toContain("3");
  });

  test("a folder with foreign files is not touched", () => {
    repository.write({ "out/prod/mine.txt": "mine" });
    const { exitCode, said } = repository.keelson("render", "prod", "--output", "out");
    expect([exitCode, said]).toEqual([2, expect.stringContaining("OUTPUT_NOT_OURS")]);
    expect(readdirSync(join(repository.root, "out/prod"))).toEqual(["mine.txt"]);
  });

  test("a second render elsewhere finds what is not the same, with path and template", () => {
    expect(repository.keelson("render", "dev", "--verify")).toMatchObject({ exitCode: 0 });
    repository.write({
      "web/templates/map.yaml": map.replace("{{ .Values.more }}", ", b: {{ randAlphaNum 8 }}"),
    });
    const { exitCode, said } = repository.keelson("render", "dev", "--verify");
    expect(exitCode).toBe(5);
    expect(said).toMatch(/^web\/templates\/map.yaml {2}RENDER_NOT_REPEATABLE.*`data\.b` differs/m);
  });

  test("sources that fetch secrets are refused before anything runs", () => {
    repository.write({ "dev.yaml": "a: ref+echo://secret\n" });
    const { exitCode, said } = repository.keelson("render", "dev");
    expect([exitCode, said]).toEqual([
      3,
      expect.stringContaining("dev.yaml:1  RENDER_FETCHES_SECRET"),
    ]);
  });

  test("Ctrl-C ends what runs, leaves no process and no folder", async () => {
    const hooks = `hooks: [{name: h, events: [prepare], command: sh, args: [-c, "echo $$ > pid; exec sleep 60"]}]`;
    const state = files["helmfile.yaml"].replace("releases:", () => `${hooks}\nreleases:`);
    repository.write({ "helmfile.yaml": state, "tmp/x": "" });
    const child = spawn(process.execPath, [main, "render", "dev", "--output", "out"], {
      cwd: repository.root,
      env: { ...process.env, TMPDIR: join(repository.root, "tmp") },
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(() => readPid(repository.root) > 0);
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 5);
    expect(await ended).toBe(130);
    await until(() => !isRunning(readPid(repository.root)));
    expect(readdirSync(join(repository.root, "tmp"))).toEqual(["x"]);
    expect(readdirSync(repository.root)).not.toContain("out");
  });

  test("a bundle is published without running anything", () => {
    repository.commit();
    expect(repository.keelson("render", "prod", "--bundle", "out.json").exitCode).toBe(0);
    repository.write({ "helmfile.yaml": "what: is this\n" });
    repository.git("checkout", "-q", "--", "helmfile.yaml");
    const { exitCode, out } = repository.keelson(
      "publish",
      "prod",
      "--from",
      "out.json",
      "--allow-dirty",
    );
    expect([exitCode, out]).toEqual([0, expect.stringContaining("2 objects")]);
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
