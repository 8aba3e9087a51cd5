import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { constants } from "node:os";
import { readTextIfThere } from "../src/host/files.ts";

/** Everyday tests take seconds in all; the slow ones start brokers, clusters and long histories. */
export type Stage = "everyday" | "slow";

interface StageResult {
  readonly exitCode: number;
  readonly passed: number;
  /** Tests that failed, and files that could not even be loaded. */
  readonly failed: number;
}

/** Run the everyday or the slow tests on our own terminal and count what they did. */
export async function runStage(stage: Stage): Promise<StageResult> {
  const file = `.cache/tests-${stage}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  await rm(file, { force: true });
  const exitCode = await runVitest(["run", "--passWithNoTests", ...reporters], stage);
  const report: unknown = JSON.parse((await readTextIfThere(file)) ?? "{}");
  const counted = countTests(report);
  return { exitCode, ...counted, failed: Math.max(counted.failed, exitCode === 0 ? 0 : 1) };
}

function runVitest(args: readonly string[], stage: Stage): Promise<number> {
  const plain = process.stdout.isTTY || process.env["FORCE_COLOR"] ? {} : { NO_COLOR: "1" };
  const env = { ...process.env, ...plain, KEELSON_SLOW: stage === "slow" ? "1" : "0" };
  const child = spawn("vitest", args, { stdio: "inherit", env });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, name) => resolve(code ?? 128 + (name ? constants.signals[name] : 0)));
  });
}

/** Counts from vitest's JSON report. */
export function countTests(report: unknown): { readonly passed: number; readonly failed: number } {
  let passed = 0;
  let failed = 0;
  for (const file of list(report, "testResults")) {
    const states = list(file, "assertionResults").map((test) => field(test, "status"));
    passed += states.filter((state) => state === "passed").length;
    const failures = states.filter((state) => state === "failed").length;
    failed += Math.max(failures, field(file, "status") === "failed" ? 1 : 0);
  }
  return { passed, failed };
}

function list(holder: unknown, name: string): readonly unknown[] {
  const found = field(holder, name);
  return Array.isArray(found) ? found : [];
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
