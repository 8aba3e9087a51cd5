import { type Command, Option } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import {
  addAllowanceOptions,
  type AllowanceOptions,
  readAllowances,
} from "../allowance-options.ts";
import { selectEnvironments } from "../select-environments.ts";
import { refusePlans, reportDelivery } from "../steps/publish/report-delivery.ts";

interface PublishOptions extends AllowanceOptions {
  readonly dryRun?: true;
  readonly json?: true;
  readonly source?: string;
  readonly only?: readonly string[];
  readonly from?: string;
  readonly allowDirty?: true;
  readonly allowMixed?: true;
}

/** `keelson publish [environment...]`: render, check, plan, commit, push. */
export function registerPublish(program: Command, context: CliContext): void {
  const command = program
    .command("publish")
    .argument("[environment...]", "the environments; default: all that are not frozen")
    .description("render, check and commit to the environments' branches")
    .option("--dry-run", "show the plan and push nothing")
    .option("--json", "print what was done as JSON")
    .option("--source <commit>", "render another commit; this is how to go back")
    .option("--only <selector...>", "publish only some releases, by Helmfile selectors: name=web")
    .addOption(
      new Option(
        "--from <bundle>",
        "publish what `render --bundle` wrote, a file or a folder of them, and run nothing of the source",
      ).conflicts("only"),
    )
    .option("--allow-dirty", "publish edits that are in no commit")
    .option("--allow-mixed", "publish a bundle's part beside releases of another source")
    .action(async (named: string[], options: PublishOptions) => {
      await publish(context, named, options);
    });
  addAllowanceOptions(command);
}

async function publish(
  context: CliContext,
  named: readonly string[],
  options: PublishOptions,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { deliver } = await import("../steps/publish/deliver.ts");
  const read = await readSettings(context.root);
  const remote = options.remote ?? read.gitops.remote;
  const settings = { ...read, gitops: { ...read.gitops, remote } };
  const delivered = await deliver(context, settings, {
    environments: selectEnvironments(Object.keys(settings.environments), named),
    isNamed: named.length > 0,
    selectors: options.only ?? [],
    allow: {
      ...readAllowances(options),
      dirty: options.allowDirty === true,
      mixed: options.allowMixed === true,
    },
    dryRun: options.dryRun === true,
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.from === undefined ? {} : { bundle: options.from }),
  });
  reportDelivery(context, delivered, {
    isJson: options.json === true,
    isPlan: options.dryRun === true,
  });
  refusePlans(delivered);
}
