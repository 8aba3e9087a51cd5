import { exitCode } from "../../src/cli/exit-code.ts";
import type { CliContext } from "../../src/model/cli-context.ts";
import { KeelsonError } from "../../src/model/keelson-error.ts";
import { formatFailure } from "../../src/report/failure.ts";
import { installPrograms } from "./install-programs.ts";
import type { Installed } from "./installed.ts";

export interface InstallOutcome {
  /** 0; 130 after Ctrl-C; 4 when a program could not be had, which was said. */
  readonly exitCode: number;
  readonly installed: readonly Installed[];
}

/** Install programs for a script: progress and failures are said, nothing is thrown but bugs. */
export async function installOrSay(
  names: readonly string[],
  context: CliContext,
): Promise<InstallOutcome> {
  const say = (text: string): void => context.say(`setup: ${text}\n`);
  try {
    const installed = await installPrograms(names, { say, signal: context.signal });
    return { exitCode: 0, installed };
  } catch (error) {
    if (!(error instanceof KeelsonError)) throw error;
    context.say(formatFailure(error, { colour: context.colour, sources: new Map() }));
    return { exitCode: error.code === "CANCELLED" ? 130 : exitCode(error), installed: [] };
  }
}
