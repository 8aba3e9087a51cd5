import { Command, CommanderError } from "commander";
import { packageVersion } from "../host/package-version.ts";
import { processContext } from "../host/process-context.ts";
import type { CliContext } from "../model/cli-context.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { plain } from "../report/plain.ts";
import { registerCommands } from "./commands/index.ts";
import { exitCode } from "./exit-code.ts";

/** Run one command line, say what went wrong if anything did, and give the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const context = processContext();
  try {
    const program = buildProgram(context);
    await registerCommands(program, context, args);
    await program.parseAsync(args, { from: "user" });
    const lost = await context.lost();
    return lost === undefined ? 0 : await fail(lost, context);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return await fail(error, context);
  }
}

async function fail(error: unknown, context: CliContext): Promise<number> {
  const { knownFailure } = await import("./known-failure.ts");
  const failure = knownFailure(error);
  await tellFailure(failure, context);
  return exitCode(failure);
}

async function tellFailure(error: unknown, context: CliContext): Promise<void> {
  const { explainFailure } = await import("./explain-failure.ts");
  context.say(await explainFailure(error, context));
  if (!(error instanceof KeelsonError)) return;
  const { annotate } = await import("./annotate.ts");
  await annotate(error.findings, context);
}

function buildProgram(context: CliContext): Command {
  return new Command("keelson")
    .description("Turns a Helmfile repository into Git branches that Argo CD can sync, safely.")
    .version(packageVersion(), "-V, --version", "print the version")
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(see --help)")
    .configureOutput({ writeOut: context.print, writeErr: (text) => context.say(plain(text)) })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 a bug in Keelson, 2 wrong arguments, 3 bad input,\n4 a tool or service failed, 5 a check said no, 130 ended by Ctrl-C.",
    )
    .helpCommand(true);
}
