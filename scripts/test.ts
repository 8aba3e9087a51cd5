import { processContext } from "../src/host/process-context.ts";
import { KeelsonError } from "../src/model/keelson-error.ts";
import { checks } from "./checks.ts";
import { installForTests } from "./install-for-tests.ts";
import { runChecks } from "./run-checks.ts";
import { runStage, type Stage } from "./run-stage.ts";

/**
 * npm test: the checks, then the everyday tests. `-- --slow` runs the second stage instead, `-- --all` both.
 * Ends with the line `N passed, N failed`.
 */
async function main(args: readonly string[]): Promise<number> {
  const context = processContext();
  const isSlow = args.includes("--slow");
  const everyday: readonly Stage[] = isSlow ? [] : ["everyday"];
  const slow: readonly Stage[] = isSlow || args.includes("--all") ? ["slow"] : [];
  let worst = await installForTests(context);
  if (!isSlow) worst = Math.max(worst, await runChecks(checks, context));
  let passed = 0;
  let failed = 0;
  for (const stage of [...everyday, ...slow]) {
    if (context.signal.aborted) return 130;
    const result = await runStage(stage);
    passed += result.passed;
    failed += result.failed;
    worst = Math.max(worst, result.exitCode);
  }
  context.print(`\n${passed} passed, ${failed} failed\n`);
  return worst;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof KeelsonError)) throw error;
  process.stderr.write(`${error.code}  ${error.message}\n  fix: ${error.fix}\n`);
  process.exitCode = error.code === "CANCELLED" ? 130 : 4;
}
