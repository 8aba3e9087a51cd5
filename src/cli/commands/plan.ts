import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { plain } from "../../report/plain.ts";
import { selectEnvironments } from "../select-environments.ts";
import type { Shard } from "../steps/plan-shards.ts";

interface PlanOptions {
  readonly json?: true;
  readonly remote?: string;
}

/** `keelson plan [environment...]`: which environments have to be rendered again. */
export function registerPlan(program: Command, context: CliContext): void {
  program
    .command("plan")
    .argument("[environment...]", "the environments; default: all that are not frozen")
    .summary("say which environments' inputs changed since they were published")
    .option("--json", "print shards and a matrix for GitHub Actions as JSON")
    .option("--remote <remote>", "another GitOps remote than keelson.yaml names")
    .action(async (named: string[], options: PlanOptions) => {
      const shards = await findShards(context, named, options);
      context.print(options.json === true ? formatJson(shards) : formatText(shards));
    });
}

async function findShards(
  context: CliContext,
  named: readonly string[],
  options: PlanOptions,
): Promise<readonly Shard[]> {
  const { readSettings } = await import("../steps/read-settings.ts");
  const { planShards } = await import("../steps/plan-shards.ts");
  const { chooseSources } = await import("../choose-sources.ts");
  const read = await readSettings(context.root);
  const remote = options.remote ?? read.gitops.remote;
  const settings = { ...read, gitops: { ...read.gitops, remote } };
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const isNamed = named.length > 0;
  const { chosen } = chooseSources(settings.environments, { environments, isNamed });
  const names = chosen.map(({ environment }) => environment);
  return planShards(context, settings, names);
}

function formatText(shards: readonly Shard[]): string {
  const width = Math.max(0, ...shards.map(({ environment }) => environment.length));
  const lines = shards.map(({ environment, because }) => {
    const why = because.length === 0 ? "unchanged" : plain(because.join(", "));
    return `${environment.padEnd(width)}  ${why}\n`;
  });
  return lines.join("");
}

function formatJson(shards: readonly Shard[]): string {
  const changed = shards.filter(({ because }) => because.length > 0);
  const include = changed.map(({ environment }) => ({ environment }));
  return `${JSON.stringify({ schemaVersion: 1, shards, matrix: { include } })}\n`;
}
