import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../host/test-programs.ts";
import { CliRepository, main } from "./__fixtures__/cli-repository.ts";
import { files } from "./__fixtures__/small-repository.ts";

/** A file system of its own, without a right of the machine's. */
const canMount =
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]).status === 0;
const isPossible = hasPrograms("helm", "helmfile", "git") && canMount;

/** The values set makes Keelson write into its build folder. */
const withValues = {
  ...files,
  "keelson.yaml": `values: [{layers: [dev.yaml], output: ".build/{environment}/values.yaml"}]
environments: {dev: {}}
`,
};

function fill(folder: string): string {
  return `head -c 1m /dev/zero > ${folder}/fill 2>&-`;
}

describe.skipIf(!isPossible)("a full disk (needs unshare and a tmpfs of its own)", () => {
  let repository: CliRepository;

  beforeEach(() => {
    repository = new CliRepository(withValues);
  });
  afterEach(() => repository.remove());

  /** What the command says with `folder` on a small disk, and what is in the folder afterwards. */
  function onSmallDisk(folder: string, script: string) {
    mkdirSync(join(repository.root, folder), { recursive: true });
    const mounted = `mount -t tmpfs -o size=64k tmpfs ${folder} && ${script}; find ${folder} -type f ! -name fill | sort`;
    const { stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", mounted], {
      cwd: repository.root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", MAIN: main, NODE: process.execPath },
    });
    return { out: stdout, said: stderr };
  }

  const render = '"$NODE" "$MAIN" render dev --output out; echo "exit $?"';

  test.each([
    ["out", "", "OUTPUT_UNWRITABLE"],
    [".build", "", "SYSTEM_REFUSED"],
    ["tmp", "TMPDIR=$PWD/tmp ", "SYSTEM_REFUSED"],
  ])("%s: the cause is clear and nothing half-written is left", (folder, variables, code) => {
    const { out, said } = onSmallDisk(folder, `${fill(folder)}; ${variables}${render}`);
    expect(out).toBe("exit 4\n");
    expect(said).toContain(code);
    expect(said).toContain("no space left on device");
    expect(said).not.toContain("bug");
  });

  test("what was rendered before is there afterwards", () => {
    const again = `${render}; cat out/dev/one/*.yaml; ${fill("out")}; echo "a: 5" > dev.yaml; ${render}; cat out/dev/one/*.yaml`;
    const { out } = onSmallDisk("out", again);
    expect(out.match(/exit \d|a: "\d"/g)).toEqual(["exit 0", 'a: "1"', "exit 4", 'a: "1"']);
    expect(out).toMatch(/out\/dev\/\.keelson\nout\/dev\/one\/[^\n]+\nout\/dev\/two\/[^\n]+\n$/);
  });

  test("standard output: what was printed is known to be lost", () => {
    const print = '"$NODE" "$MAIN" render dev > /dev/full; echo "exit $?"';
    const { out, said } = onSmallDisk("tmp", print);
    expect(out).toBe("exit 4\n");
    expect(said).toContain("SYSTEM_REFUSED");
  });
});
