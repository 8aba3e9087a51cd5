import type { BranchState, TreeEntry } from "../model/plan.ts";

/** The branch that proposes changes to another, named as the hydrators name it. */
export function nextBranch(active: string): string {
  return `${active}-next`;
}

/**
 * The state of the proposing branch. Before its first commit it is what it proposes changes to. Once its
 * content was merged, its next commit joins the merge, so that a squash leaves no conflict behind.
 */
export function proposedBranch(
  active: BranchState,
  next: string,
  branches: ReadonlyMap<string, BranchState>,
): BranchState {
  const state = branches.get(next);
  const lacksBase = active.tip === undefined;
  if (state?.tip === undefined) return { ...active, name: next, lacksBase };
  const isMerged = active.tip !== state.tip && hasSameFiles(active, state);
  return isMerged && active.tip !== undefined
    ? { ...state, lacksBase, joins: active.tip }
    : { ...state, lacksBase };
}

function hasSameFiles(a: BranchState, b: BranchState): boolean {
  const isSame = ([path, entry]: readonly [string, TreeEntry]): boolean => {
    const other = b.files.get(path);
    return other?.id === entry.id && other.mode === entry.mode;
  };
  return a.files.size === b.files.size && [...a.files].every(isSame);
}
