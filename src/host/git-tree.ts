import type { TreeEntry } from "../model/plan.ts";
import { gitError, type GitPlace, readGit, runGit } from "./git.ts";

export interface TreeRequest {
  /** Paths are as `git ls-tree` quotes them. */
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Name of the index that the tree is laid out in, of its own for each tree made at a time. */
  readonly index: string;
}

/**
 * Make the tree of these files, whose contents may come later or stay where they are, and give its id.
 * @throws GIT_FAILED a path is one that Git puts in no work tree, such as `.git/config`
 */
export async function writeTree(place: GitPlace, { files, index }: TreeRequest): Promise<string> {
  const environment = { GIT_INDEX_FILE: index };
  const lines: string[] = [];
  for (const [path, { mode, id }] of files) lines.push(`${mode} ${id}\t${path}\n`);
  const laying = { args: ["update-index", "--index-info"], input: lines.join(""), environment };
  const laid = await runGit(place, laying);
  // Git goes on without such a path, and the file would be gone from the branch.
  if (laid.exitCode !== 0 || /^Ignoring path /mu.test(laid.stderr)) throw gitError(laying, laid);
  const tree = await readGit(place, { args: ["write-tree", "--missing-ok"], environment });
  return tree.trim();
}
