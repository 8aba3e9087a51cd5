import { openStore } from "../../host/git-store.ts";
import { readToolVersions } from "../../host/tool-versions.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { changedInputs } from "../../publish/changed-inputs.ts";
import { metadataFile, readMetadata } from "../../publish/hydrator-metadata.ts";
import type { Settings } from "../settings.ts";
import { branchName, findRemote, inFolder } from "./gitops-target.ts";
import { prepareEnvironment } from "./prepare-environment.ts";
import { readProvenance } from "./read-provenance.ts";
import { readSources } from "./read-sources.ts";
import { startsOf } from "./render-environment.ts";

/** One environment, to be rendered by a job of its own. */
export interface Shard {
  readonly environment: string;
  readonly branch: string;
  /** Inputs and tools that are not those of the branch; empty when nothing has to be rendered. */
  readonly because: readonly string[];
}

/**
 * Which environments' inputs changed since their branches were rendered. Nothing is rendered; what cannot
 * be known counts as changed.
 */
export async function planShards(
  context: CliContext,
  settings: Settings,
  environments: readonly string[],
): Promise<readonly Shard[]> {
  const branches = environments.map((environment) => branchName(settings.gitops, environment));
  const store = await openStore({
    root: context.root,
    remote: await findRemote(context, settings.gitops),
    branches,
    metadataPath: inFolder(settings.gitops, metadataFile),
    signal: context.signal,
  });
  await store.close();
  const tools = await readToolVersions(context.root);
  const shards = environments.map(async (environment, index): Promise<Shard> => {
    const branch = branches[index] ?? "";
    const recorded = readMetadata(store.branches.get(branch)?.metadata);
    if (recorded.drySha === undefined) return { environment, branch, because: ["first publish"] };
    await prepareEnvironment(context.root, environment);
    const sources = await readSources(context.root, environment, startsOf(settings, environment));
    const current = await readProvenance(context.root, sources, tools);
    return { environment, branch, because: changedInputs(recorded, current) };
  });
  return Promise.all(shards);
}
