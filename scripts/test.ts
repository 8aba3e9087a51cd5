import { runStage, type StageResult } from "./run-stage.ts";

/**
 * npm test: the checks, then the everyday tests. `-- --slow` runs the second stage instead, `-- --all` both.
 * Ends with the line `N passed, N failed`.
 */
const wantsSlow = process.argv.includes("--slow");
const wantsAll = process.argv.includes("--all");
const results: StageResult[] = [];
if (!wantsSlow) {
  await import("./check.ts");
  results.push(await runStage("everyday"));
}
if (wantsSlow || wantsAll) results.push(await runStage("slow"));

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
const worst = Math.max(...results.map((result) => result.exitCode));
process.exitCode = Math.max(worst, Number(process.exitCode ?? 0));
