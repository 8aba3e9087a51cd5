import { processContext } from "../src/host/process-context.ts";
import { KeelsonError } from "../src/model/keelson-error.ts";
import { installOrSay } from "../tools/install/install-or-say.ts";
import { programsFor } from "../tools/install/pin.ts";
import { checks } from "./checks.ts";
import { runChecks } from "./run-checks.ts";
import { runStage, type Stage } from "./run-stage.ts";

/**
 * npm test: the checks, then the everyday tests. `-- --slow` runs the second stage instead, `-- --all` both.
 * Ends with the line `N passed, N failed`.
 */
async function main(args: readonly string[]): Promise<number> {
  const context = processContext();
  const stages = wantedStages(args);
  const { exitCode } = await installOrSay(programsFor("tests"), context);
  if (context.signal.aborted) return exitCode;
  // Without CI a program that could not be had is no failure: its tests skip.
  const worst = [context.environment["CI"] === "true" ? exitCode : 0];
  if (stages.includes("everyday")) worst.push(await runChecks(checks, context));
  const results = [];
  for (const stage of stages) {
    if (context.signal.aborted) return 130;
    results.push(await runStage(stage));
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  context.print(`\n${passed} passed, ${failed} failed\n`);
  return Math.max(...worst, ...results.map((result) => result.exitCode));
}

function wantedStages(args: readonly string[]): readonly Stage[] {
  if (args.includes("--all")) return ["everyday", "slow"];
  return args.includes("--slow") ? ["slow"] : ["everyday"];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof KeelsonError)) throw error;
  process.stderr.write(`${error.code}  ${error.message}\n  fix: ${error.fix}\n`);
  process.exitCode = error.code === "CANCELLED" ? 130 : 4;
}
