import { exitCode } from "../src/cli/exit-code.ts";
import type { CliContext } from "../src/model/cli-context.ts";
import { KeelsonError } from "../src/model/keelson-error.ts";
import { formatFailure } from "../src/report/failure.ts";
import { installPrograms } from "../tools/install/install-programs.ts";
import { programsFor } from "../tools/install/pin.ts";

/**
 * Install the programs that the tests need. One that cannot be had is said; it is a failure on CI alone:
 * elsewhere its tests skip. Gives the exit code.
 */
export async function installForTests(context: CliContext): Promise<number> {
  const say = (text: string): void => context.say(`setup: ${text}\n`);
  try {
    await installPrograms(programsFor("tests"), { say, signal: context.signal });
    return 0;
  } catch (error) {
    if (!(error instanceof KeelsonError) || error.code === "CANCELLED") throw error;
    context.say(formatFailure(error, { colour: context.colour, sources: new Map() }));
    const isFatal = error.code !== "TOOL_NOT_INSTALLED" || context.environment["CI"] === "true";
    return isFatal ? exitCode(error) : 0;
  }
}
