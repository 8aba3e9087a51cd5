import type { TreeEntry } from "../model/plan.ts";
import { type GitPlace, readGit } from "./git.ts";

export interface TreeRequest {
  /** Paths are as `git ls-tree` quotes them. */
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Name of the index that the tree is laid out in, of its own for each tree made at a time. */
  readonly index: string;
}

/** Make the tree of these files, whose contents may come later or stay where they are, and give its id. */
export async function writeTree(place: GitPlace, { files, index }: TreeRequest): Promise<string> {
  const environment = { GIT_INDEX_FILE: index };
  const lines: string[] = [];
  for (const [path, { mode, id }] of files) lines.push(`${mode} ${id}\t${path}\n`);
  const laying = { args: ["update-index", "--index-info"], input: lines.join(""), environment };
  await readGit(place, laying);
  const tree = await readGit(place, { args: ["write-tree", "--missing-ok"], environment });
  return tree.trim();
}
