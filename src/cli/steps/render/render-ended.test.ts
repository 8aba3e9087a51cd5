import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { RenderFolder } from "./test-render.ts";

const state = `environments: {prod: {}}
---
helmDefaults: {skipDeps: true}
releases: [{name: a, namespace: x, chart: ./web, values: [{a: 1}]}]
`;

describe.skipIf(!hasPrograms("helm", "helmfile"))("a render that is ended", () => {
  let folder: RenderFolder;

  beforeEach(() => {
    folder = new RenderFolder();
    folder.write({ "helmfile.yaml": state, "tmp/x": "" });
    vi.stubEnv("TMPDIR", join(folder.root, "tmp"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    folder.remove();
  });

  /** Another helm, in the place of the real one. */
  function withHelm(script: string): { readonly PATH: string } {
    folder.write({
      "bin/helm": `#!/bin/sh\nif [ "$1" = version ]; then echo v4.2.3; exit; fi\n${script}\n`,
    });
    chmodSync(join(folder.root, "bin/helm"), 0o755);
    return { PATH: `${join(folder.root, "bin")}:${process.env["PATH"]}` };
  }

  function pids(): readonly number[] {
    return readFileSync(join(folder.root, "pids"), "utf8").trim().split("\n").map(Number);
  }

  test("a helm that hangs is ended at the time limit, with all that it started", async () => {
    const variables = withHelm(`echo $$ >> '${folder.root}/pids'
sleep 60 & echo $! >> '${folder.root}/pids'
wait`);
    const { code, message } = await folder.failure({ render: { timeoutSeconds: 3 } }, variables);
    expect([code, message]).toEqual([
      "TOOL_TIMEOUT",
      "helmfile did not finish within 3 s and was ended",
    ]);
    expect(pids()).toHaveLength(2);
    await expect.poll(() => pids().filter(isRunning), { timeout: 5000 }).toEqual([]);
    expect(readdirSync(join(folder.root, "tmp"))).toEqual(["x"]);
  });

  test("a helm that is killed is told as that", async () => {
    const { findings } = await folder.failure({}, withHelm("kill -9 $$"));
    expect(findings.map(({ says }) => says)).toEqual(["release a: helm was ended by signal 9"]);
  });

  test("a helmfile that is killed is told as that, and leaves no helm behind", async () => {
    const variables = withHelm(`echo $$ >> '${folder.root}/pids'
kill -9 $(ps -o ppid= -p $PPID)
sleep 60`);
    expect(await folder.failure({}, variables)).toMatchObject({
      code: "RENDER_FAILED",
      message: "prod: helmfile was ended by signal 9",
    });
    await expect.poll(() => pids().filter(isRunning), { timeout: 5000 }).toEqual([]);
    expect(readdirSync(join(folder.root, "tmp"))).toEqual(["x"]);
  });
});

/** One that has ended and that nobody has asked about yet counts as ended. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}
