import { Command, CommanderError } from "commander";
import { processContext } from "../host/process-context.ts";
import type { CliContext } from "../model/cli-context.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { annotate } from "./annotate.ts";
import { registerCommands } from "./commands/index.ts";
import { exitCode } from "./exit-code.ts";
import { explainFailure } from "./explain-failure.ts";

/** Run one command line, say what went wrong if anything did, and give the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const context = processContext();
  try {
    await buildProgram(context).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.say(await explainFailure(error, context));
    if (error instanceof KeelsonError) annotate(error.findings, context);
    return exitCode(error);
  }
}

function buildProgram(context: CliContext): Command {
  const program = new Command("keelson")
    .description("Turns a Helmfile repository into Git branches that Argo CD can sync, safely.")
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(see --help)")
    .configureOutput({ writeOut: context.print, writeErr: context.say })
    .helpCommand(true);
  registerCommands(program, context);
  return program;
}
