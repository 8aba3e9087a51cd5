import { Option, type Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";

interface DiffFlags {
  readonly against?: string;
  readonly format: "text" | "markdown" | "json";
  readonly exitCode?: boolean;
}

/** `keelson diff [environment...]`: what a publish would change, without a cluster. */
export function registerDiff(program: Command, context: CliContext): void {
  program
    .command("diff")
    .argument("[environment...]", "the environments; default: all")
    .description("show what will change, field by field, secrets hidden")
    .option(
      "--against <commit>",
      "a commit, or `published`; default: the merge base in a pull request, else what is published",
    )
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .option("--exit-code", "fail with exit code 5 when anything changes")
    .action(async (named: string[], flags: DiffFlags) => {
      await diff(context, named, flags);
    });
}

async function diff(
  context: CliContext,
  named: readonly string[],
  flags: DiffFlags,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { diffEnvironments } = await import("../steps/diff/diff-environments.ts");
  const { joinFailures } = await import("../join-failures.ts");
  const { selectEnvironments } = await import("../select-environments.ts");
  const { formatDiffs } = await import("../../report/diff-formats.ts");
  const settings = await readSettings(context.root);
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const { against } = flags;
  const request = { settings, environments, ...(against !== undefined && { against }) };
  const { diffs, failures } = await diffEnvironments(context, request);
  const isAny = diffs.length > 0 || failures.length === 0;
  if (isAny)
    context.print(formatDiffs(diffs, { format: flags.format, colour: context.printsColour }));
  if (failures.length > 0) throw joinFailures(failures);
  const { refuseChanges } = await import("../steps/diff/refuse-changes.ts");
  if (flags.exitCode === true) refuseChanges(diffs);
}
