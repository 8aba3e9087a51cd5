import type { BranchState } from "../model/plan.ts";
import { readGit, type GitPlace } from "./git.ts";

/** The text of every file of a branch by path, read by one Git process. Links and submodules are left out. */
export async function readBranchTexts(
  place: GitPlace,
  { files }: BranchState,
): Promise<ReadonlyMap<string, string>> {
  const plain = [...files].filter(([, { mode }]) => mode.startsWith("100"));
  if (plain.length === 0) return new Map();
  const input = plain.map(([, { id }]) => `${id}\n`).join("");
  const said = Buffer.from(await readGit(place, { args: ["cat-file", "--batch"], input }));
  const texts = new Map<string, string>();
  let at = 0;
  for (const [path] of plain) {
    const end = said.indexOf("\n", at);
    const size = Number(said.toString("utf8", at, end).split(" ")[2]);
    texts.set(path, said.toString("utf8", end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return texts;
}
