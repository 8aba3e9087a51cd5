import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { deliveredLines, formatDelivery } from "../../report/delivery.ts";
import { formatFindings } from "../../report/findings.ts";
import { selectEnvironments } from "../select-environments.ts";

interface PublishOptions {
  readonly dryRun?: boolean;
  readonly allowDirty?: boolean;
  readonly allowPrune?: boolean;
}

/** `keelson publish [environment...]`: render, check, plan, commit, push. */
export function registerPublish(program: Command, context: CliContext): void {
  program
    .command("publish")
    .argument("[environment...]", "the environments; default: all")
    .summary("render, check and commit to the environments' branches")
    .option("--dry-run", "show the plan and push nothing")
    .option("--allow-dirty", "publish edits that are in no commit")
    .option("--allow-prune", "remove any share of the objects")
    .action(async (named: string[], options: PublishOptions) => {
      await publish(context, named, options);
    });
}

async function publish(
  context: CliContext,
  named: readonly string[],
  options: PublishOptions,
): Promise<void> {
  const { readSettings } = await import("../steps/read-settings.ts");
  const { deliver } = await import("../steps/deliver.ts");
  const settings = await readSettings(context.root);
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const { checked, publication } = await deliver(context, settings, {
    environments,
    dryRun: options.dryRun === true,
    allow: { dirty: options.allowDirty === true, prune: options.allowPrune === true },
  });
  const findings = checked.flatMap((one) => one.findings);
  if (findings.length > 0) context.say(formatFindings(findings, { colour: context.colour }));
  const lines = deliveredLines(checked, publication.environments);
  context.print(`Publishing to ${publication.remote}\n`);
  context.print(formatDelivery(lines, { colour: context.colour }));
}
