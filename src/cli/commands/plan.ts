import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { planJobs, type Shard, splitShards } from "../../publish/shards.ts";
import { formatJsonLine } from "../../report/json.ts";
import { plain } from "../../report/plain.ts";
import { selectEnvironments } from "../select-environments.ts";
import type { PlannedSource } from "../steps/publish/plan-shards.ts";

interface PlanOptions {
  readonly json?: true;
  readonly remote?: string;
  readonly bundle?: string;
  readonly releasesPerShard: number;
}

/** `keelson plan [environment...]`: what has to be rendered again. */
export function registerPlan(program: Command, context: CliContext): void {
  program
    .command("plan")
    .argument("[environment...]", "the environments; default: all that are not frozen")
    .description("say whose inputs changed since they were published")
    .option("--json", "print shards, and matrices for GitHub Actions, as JSON")
    .option(
      "--bundle <file>",
      "write what `publish --from` needs for environments without a change",
    )
    .option("--releases-per-shard <count>", "most releases in one shard", readCount, 20)
    .option("--remote <remote>", "another GitOps remote than keelson.yaml names")
    .action(async (named: string[], options: PlanOptions) => {
      const planned = await findChanges(context, named, options);
      const shards = splitShards(planned, options.releasesPerShard);
      if (options.bundle !== undefined) await bundleUnchanged(context, planned, options.bundle);
      const isJson = options.json === true;
      context.print(isJson ? formatJson(planned, shards) : formatText(planned, shards));
    });
}

async function findChanges(
  context: CliContext,
  named: readonly string[],
  options: PlanOptions,
): Promise<readonly PlannedSource[]> {
  const { readSettings } = await import("../read-settings.ts");
  const { planShards } = await import("../steps/publish/plan-shards.ts");
  const { chooseSources } = await import("../choose-sources.ts");
  const { readSourceCommit } = await import("../../host/git-source.ts");
  const read = await readSettings(context.root);
  const remote = options.remote ?? read.gitops.remote;
  const settings = { ...read, gitops: { ...read.gitops, remote } };
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const isNamed = named.length > 0;
  const { chosen } = chooseSources(settings.environments, { environments, isNamed });
  const { sha: head } = await readSourceCommit(context.root);
  return planShards(context, settings, { chosen, head });
}

async function bundleUnchanged(
  context: CliContext,
  planned: readonly PlannedSource[],
  file: string,
): Promise<void> {
  const { writeUnchanged } = await import("../steps/render/write-bundle.ts");
  const unchanged = planned.flatMap(({ environment, because, isBehind, provenance }) =>
    because.length > 0 || !isBehind || provenance === undefined
      ? []
      : [{ environment, provenance }],
  );
  await writeUnchanged(context, resolve(file), unchanged);
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("give a whole number from 1");
}

function formatText(planned: readonly PlannedSource[], shards: readonly Shard[]): string {
  const rows = planned.flatMap(({ environment, because }) => {
    const own = shards.filter((shard) => shard.environment === environment);
    if (own.length === 0) return [{ environment, says: "unchanged" }];
    const why = plain(because.join(", "));
    return own.map(({ releases }) => {
      const which = releases === undefined ? "" : `${plain(releases.join(", "))}: `;
      return { environment, says: `${which}${why}` };
    });
  });
  const width = Math.max(0, ...planned.map(({ environment }) => environment.length));
  return rows.map(({ environment, says }) => `${environment.padEnd(width)}  ${says}\n`).join("");
}

function formatJson(planned: readonly PlannedSource[], shards: readonly Shard[]): string {
  const unchanged = planned
    .filter(({ because }) => because.length === 0)
    .map(({ environment, branch }) => ({ environment, branch }));
  const matrices = planJobs(planned, shards);
  return formatJsonLine({ schemaVersion: 1, shards, unchanged, matrices });
}
