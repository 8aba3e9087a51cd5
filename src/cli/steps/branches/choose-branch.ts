import { compareSources } from "../../../host/git-source.ts";
import type { BranchState } from "../../../model/plan.ts";
import { readMetadata, readNote } from "../../../publish/hydrator-metadata.ts";
import type { SourceRelation } from "../../../publish/plan-request.ts";
import { proposedBranch } from "../../../publish/proposed-branch.ts";

export interface BranchChoice {
  /** The branch that Argo CD reads. */
  readonly name: string;
  /** The one that proposes changes to it, where they go there. */
  readonly next: string | undefined;
  readonly isPartial: boolean;
}

/** The branch that a render goes to. A part of a proposal must not bring back what its base has replaced. */
export async function chooseBranch(
  root: string,
  branches: ReadonlyMap<string, BranchState>,
  { name, next, isPartial }: BranchChoice,
): Promise<BranchState> {
  const active = branches.get(name) ?? { name, files: new Map() };
  if (next === undefined) return active;
  const branch = proposedBranch(active, next, branches);
  const onActive = isPartial ? sourceOf(active) : undefined;
  if (onActive === undefined) return branch;
  const isBehind = (await sourceRelation(root, branch, onActive)) === "older";
  return isBehind ? { ...branch, isBehind } : branch;
}

/** How the source on a branch stands to another one; undefined where there is none yet. */
export async function sourceRelation(
  root: string,
  branch: BranchState,
  sha: string,
): Promise<SourceRelation | undefined> {
  const onBranch = sourceOf(branch);
  return onBranch === undefined ? undefined : compareSources(root, onBranch, sha);
}

/** The note is newer than the metadata where a later source changed nothing. */
function sourceOf(branch: BranchState): string | undefined {
  return readNote(branch.note) ?? readMetadata(branch.metadata).drySha;
}
