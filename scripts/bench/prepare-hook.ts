import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";
import { medianTimesMs } from "./measure.ts";
import type { Bench, Outcome } from "./row.ts";

const root = join(import.meta.dirname, "../..");
const allowedMs = 15;
const runs = 41;

/** The hook of this repository where nothing changed, beside Node doing nothing. */
export const prepareHook: Bench = {
  name: "prepare hook, nothing changed",
  goal: `at most bare node + ${allowedMs} ms`,
  run: measureHook,
};

async function measureHook(): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "keelson-bench-"));
  try {
    for (const part of ["keelson.yaml", "environments", "secrets"]) {
      await cp(join(root, part), join(folder, part), { recursive: true });
    }
    const hook = (): Promise<void> =>
      run(folder, [join(root, "src/cli/hooks/main.ts"), "prepare", "dev"], join(folder, ".cache"));
    await hook();
    const { oursMs, theirsMs } = await medianTimesMs(hook, () => run(folder, ["-e", "0"]), runs);
    const moreMs = oursMs - theirsMs;
    const measured = `${oursMs.toFixed(1)} ms beside ${theirsMs.toFixed(1)} ms: + ${moreMs.toFixed(1)} ms`;
    return { measured, isReached: moreMs <= allowedMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(cwd: string, args: readonly string[], cache?: string): Promise<void> {
  const environment = {
    PATH: process.env["PATH"] ?? "",
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
  };
  const result = await runCommand({ program: process.execPath, args, cwd, environment });
  if (result.exitCode !== 0) throw new Error(`${args.join(" ")}: ${result.stdout}${result.stderr}`);
}
