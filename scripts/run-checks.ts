import { runCommand } from "../src/host/run-command.ts";
import type { CliContext } from "../src/model/cli-context.ts";

/** One check of the sources: a program that ends with 0 when all is well. */
export interface Check {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What mends it, in the imperative. */
  readonly fix: string;
}

/**
 * Run all checks in order, each reported on one line, its output only when it fails. Gives the highest exit code.
 * @throws CANCELLED by Ctrl-C
 */
export async function runChecks(checks: readonly Check[], context: CliContext): Promise<number> {
  let worst = 0;
  for (const check of checks) worst = Math.max(worst, await runCheck(check, context));
  return worst;
}

async function runCheck(check: Check, context: CliContext): Promise<number> {
  const started = performance.now();
  const { exitCode, stdout, stderr } = await runCommand(check, context.signal);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (exitCode !== 0) context.print(`${stdout}${stderr}`);
  const verdict = exitCode === 0 ? "ok" : `failed\n  fix: ${check.fix}`;
  context.print(`${check.name.padEnd(17)} ${seconds.padStart(5)} s  ${verdict}\n`);
  return exitCode;
}
