import { openStore } from "../../../host/git-store.ts";
import { readToolVersions } from "../../../host/tool-versions.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { BranchState } from "../../../model/plan.ts";
import { changedInputs, changedReleases } from "../../../publish/changed-inputs.ts";
import {
  metadataFile,
  readMetadata,
  readNote,
  recordedInputs,
} from "../../../publish/hydrator-metadata.ts";
import { nextBranch } from "../../../publish/proposed-branch.ts";
import type { PlannedEnvironment } from "../../../publish/shards.ts";
import type { Provenance } from "../../../render/provenance.ts";
import type { ChosenSource } from "../../choose-sources.ts";
import type { Settings } from "../../settings.ts";
import { chooseBranch } from "../branches/choose-branch.ts";
import { branchName, findRemote, inFolder } from "../branches/gitops-target.ts";
import { prepareEnvironment } from "../render/prepare-environment.ts";
import { readProvenance } from "../render/read-provenance.ts";
import { readSources } from "../render/read-sources.ts";
import { startsOf } from "../render/render-environment.ts";

/** A planned environment and what it would be rendered from; left out where it is pinned to another source. */
export interface PlannedSource extends PlannedEnvironment {
  readonly provenance?: Provenance;
}

interface PlanOf {
  readonly environment: string;
  readonly settings: Settings;
  readonly state: BranchState;
  readonly versions: Provenance["tools"];
  /** The commit in the work tree. */
  readonly head: string;
}

/**
 * What of which environments has other inputs than those that it was last rendered from. Nothing is rendered
 * and nothing of the source is run; what cannot be known counts as changed.
 */
export async function planShards(
  context: CliContext,
  settings: Settings,
  { chosen, head }: { readonly chosen: readonly ChosenSource[]; readonly head: string },
): Promise<readonly PlannedSource[]> {
  const names = chosen.map(({ environment }) => branchName(settings.gitops, environment));
  const store = await openStore({
    root: context.root,
    remote: await findRemote(context, settings.gitops),
    branches: [...names, ...names.map(nextBranch)],
    metadataPath: inFolder(settings.gitops, metadataFile),
    signal: context.signal,
  });
  await store.close();
  const versions = await readToolVersions(context.root);
  const planned = chosen.map(async ({ environment, sha }) => {
    const name = branchName(settings.gitops, environment);
    const isProposed = settings.environments[environment]?.publish === "pull-request";
    const next = isProposed ? nextBranch(name) : undefined;
    const state = await chooseBranch(context.root, store.branches, { name, next, isPartial: true });
    const of = { environment, settings, state, versions, head };
    return sha === undefined || sha === head ? planOne(context, of) : planPinned(of, sha);
  });
  return Promise.all(planned);
}

async function planOne(context: CliContext, of: PlanOf): Promise<PlannedSource> {
  const { environment, settings, state, versions, head } = of;
  const { root } = context;
  const failure = await whyUnprepared(root, environment);
  if (failure !== undefined) return { ...describe(of), because: [failure], isBehind: false };
  const sources = await readSources(root, environment, startsOf(settings, environment));
  const provenance = await readProvenance(context, { environment, settings, sources, versions });
  const changes = compareInputs(state, provenance);
  const isBehind = changes.because.length === 0 && readNote(state.note) !== head;
  return { ...describe(of), ...changes, isBehind, provenance };
}

/** One environment's wrong files hold up no other: the job that renders it says what is wrong with them. */
async function whyUnprepared(root: string, environment: string): Promise<string | undefined> {
  try {
    await prepareEnvironment(root, environment);
    return undefined;
  } catch (error) {
    if (!(error instanceof KeelsonError) || error.fault !== "input") throw error;
    return `${error.code}: ${error.message}`;
  }
}

type Changes = Pick<PlannedEnvironment, "because" | "releases" | "separable">;

function compareInputs(state: BranchState, provenance: Provenance): Changes {
  const recorded = recordedInputs(state);
  const separable = Object.keys(provenance.releases ?? {});
  if (state.tip === undefined) return { because: ["first publish"], separable };
  if (readMetadata(state.metadata).drySha === undefined) return { because: ["first publish"] };
  // What a part kept of an old proposal would bring back what the branch has replaced.
  if (state.isBehind === true) return { because: ["older than what it is proposed to"] };
  const because = changedInputs(recorded, provenance);
  const releases = holdsDefinitions(state) ? undefined : changedReleases(recorded, provenance);
  return releases === undefined ? { because } : partOf({ because, separable, releases });
}

/** Inputs may differ without any release being made from them. */
function partOf({ because, separable, releases }: Required<Changes>): Changes {
  if (releases.length === 0) return { because: [] };
  return releases.length === separable.length
    ? { because, separable }
    : { because, separable, releases };
}

/** A pinned environment's source does not change: it is there, by these tools, or all of it is rendered. */
function planPinned(of: PlanOf, sha: string): PlannedSource {
  const { metadata, note } = of.state;
  const published = readNote(note) ?? readMetadata(metadata).drySha;
  const { tools } = recordedInputs(of.state);
  const because =
    published === sha
      ? changedInputs({ tools }, { tools: of.versions, inputs: {} })
      : [`pinned to ${sha.slice(0, 7)}`];
  return { ...describe(of), because, isBehind: false, source: sha };
}

function describe({
  environment,
  settings,
  state,
}: PlanOf): Pick<PlannedEnvironment, "environment" | "branch" | "isProposed"> {
  const isProposed = settings.environments[environment]?.publish === "pull-request";
  return { environment, branch: state.name, isProposed };
}

/** Whether a custom resource has a namespace says its definition, which another release may bring. */
function holdsDefinitions({ files }: BranchState): boolean {
  return [...files.keys()].some((path) => path.includes("/customresourcedefinition."));
}
