import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import {
  addAllowanceOptions,
  type AllowanceOptions,
  readAllowances,
} from "../allowance-options.ts";
import { selectEnvironments } from "../select-environments.ts";
import { refusePlans, reportDelivery } from "../steps/publish/report-delivery.ts";

interface PromoteOptions extends AllowanceOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** `keelson promote <from> <to>`: publish one environment from the source that another one runs. */
export function registerPromote(program: Command, context: CliContext): void {
  const command = program
    .command("promote")
    .argument("<from>", "the environment whose source is taken: staging")
    .argument("<to>", "the environment that gets it: prod")
    .description("publish an environment from the source that another one runs")
    .option("--dry-run", "show the plan and push nothing")
    .option("--json", "print what was done as JSON")
    .action(async (from: string, to: string, options: PromoteOptions) => {
      await promote(context, [from, to], options);
    });
  addAllowanceOptions(command);
}

async function promote(
  context: CliContext,
  [from, to]: readonly [string, string],
  options: PromoteOptions,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { deliver } = await import("../steps/publish/deliver.ts");
  const { readPublishedSource } = await import("../steps/branches/read-published-source.ts");
  const read = await readSettings(context.root);
  const remote = options.remote ?? read.gitops.remote;
  const settings = { ...read, gitops: { ...read.gitops, remote } };
  const declared = Object.keys(settings.environments);
  selectEnvironments(declared, [from]);
  const source = await readPublishedSource(context, settings.gitops, from);
  const delivered = await deliver(context, settings, {
    environments: selectEnvironments(declared, [to]),
    isNamed: true,
    source,
    allow: readAllowances(options),
    dryRun: options.dryRun === true,
  });
  reportDelivery(context, delivered, {
    isJson: options.json === true,
    isPlan: options.dryRun === true,
  });
  refusePlans(delivered);
}
