import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { linkTools } from "./copy-tree.ts";
import { type GitPlace, readGit, runGit } from "./git.ts";

/**
 * The files of a commit in a new folder, with this work tree's programs and packages beside them. Gives what
 * stands there for the place itself, which may be a folder of its repository.
 */
export async function checkOutCommit(
  place: GitPlace,
  sha: string,
  folder: string,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const root = (await readGit(place, { args: ["rev-parse", "--show-toplevel"] })).trim();
  const index = { GIT_INDEX_FILE: `${folder}.index` };
  await readGit(place, { args: ["read-tree", sha], environment: index });
  const args = ["checkout-index", "--all", "--force", `--prefix=${folder}/`];
  await readGit({ ...place, folder: root }, { args, environment: index });
  await linkTools(root, folder);
  const inside = join(folder, await folderInside(place));
  await mkdir(inside, { recursive: true });
  if (inside !== folder) await linkTools(place.folder, inside);
  return inside;
}

/** Where the place is in its repository; empty at the top. */
export async function folderInside(place: GitPlace): Promise<string> {
  const prefix = (await readGit(place, { args: ["rev-parse", "--show-prefix"] })).trim();
  return prefix.replace(/\/$/u, "");
}

/** The newest commit that both have, or undefined when there is none or one is unknown here. */
export async function mergeBase(
  place: GitPlace,
  one: string,
  other: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit(place, { args: ["merge-base", one, other] });
  return exitCode === 0 ? stdout.trim() : undefined;
}
