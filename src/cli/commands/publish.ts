import { type Command, Option } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { protectedKinds } from "../../publish/guard-removals.ts";
import type { Allowances } from "../../publish/plan-request.ts";
import { selectEnvironments } from "../select-environments.ts";
import { refusePlans, reportDelivery } from "../steps/publish/report-delivery.ts";

interface PublishOptions {
  readonly dryRun?: true;
  readonly json?: true;
  readonly source?: string;
  readonly only?: readonly string[];
  readonly from?: string;
  readonly remote?: string;
  readonly allowDirty?: true;
  readonly allowPrune?: true;
  readonly allowRemoval?: readonly string[];
  readonly adopt?: true;
  readonly overwriteHandMade?: true;
  readonly allowMixed?: true;
}

/** `keelson publish [environment...]`: render, check, plan, commit, push. */
export function registerPublish(program: Command, context: CliContext): void {
  program
    .command("publish")
    .argument("[environment...]", "the environments; default: all that are not frozen")
    .summary("render, check and commit to the environments' branches")
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
    .option("--remote <remote>", "another GitOps remote than keelson.yaml names")
    .option("--allow-dirty", "publish edits that are in no commit")
    .option("--allow-prune", "remove any share of the objects")
    .addOption(
      new Option("--allow-removal <kind...>", "remove objects of a kind that holds data").choices(
        Object.keys(protectedKinds),
      ),
    )
    .option("--allow-mixed", "publish a bundle's part beside releases of another source")
    .option("--adopt", "take over a branch that Keelson did not make")
    .option("--overwrite-hand-made", "undo what another hand changed on the branch")
    .action(async (named: string[], options: PublishOptions) => {
      await publish(context, named, options);
    });
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
    allow: allowances(options),
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

function allowances(options: PublishOptions): Allowances {
  return {
    dirty: options.allowDirty === true,
    prune: options.allowPrune === true,
    removal: options.allowRemoval ?? [],
    adopt: options.adopt === true,
    overwriteHandMade: options.overwriteHandMade === true,
    mixed: options.allowMixed === true,
  };
}
