import { copyFile, lstat } from "node:fs/promises";
import { join } from "node:path";
import { type GitCall, type GitPlace, readGit, runGit } from "./git.ts";
import { withScratch } from "./scratch.ts";

/** What Git's settings leave out for a person's eyes is an edit all the same: a render may read it. */
const allEdits = ["--untracked-files=normal", "--ignore-submodules=none"];

/**
 * Is the work tree that of its commit? Folders that we write while we run count for nothing, whether the
 * repository ignores them or not. Where Git cannot tell, there may be edits; why it cannot is said by the call
 * that reads the commit.
 */
export async function hasNoEdits(place: GitPlace): Promise<boolean> {
  const [seesNone, unwatched] = await Promise.all([seesNoEdits(place), unwatchedFiles(place)]);
  if (!seesNone || unwatched.length === 0) return seesNone;
  const args = ["rev-parse", "--path-format=absolute", "--show-toplevel", "--git-path", "index"];
  const [top = "", index = ""] = (await readGit(place, { args })).split("\n");
  const atTop = { ...place, folder: top };
  return withScratch((folder) => watchesNoEdits(atTop, unwatched, { index, folder }));
}

async function seesNoEdits(
  place: GitPlace,
  environment?: GitCall["environment"],
): Promise<boolean> {
  const ours = [".build", ".cache"].map((folder) => `:(top,exclude)${folder}`);
  const args = ["status", "--porcelain", ...allEdits, "--", ":(top)", ...ours];
  const { exitCode, stdout } = await runGit(place, { args, ...(environment && { environment }) });
  return exitCode === 0 && stdout === "";
}

/**
 * Files that Git was told not to look at, whether they are edited or not (`git update-index
 * --assume-unchanged`, `--skip-worktree`), from the top of the work tree. A name may be any bytes: each is one letter here.
 */
async function unwatchedFiles(place: GitPlace): Promise<readonly string[]> {
  const args = ["ls-files", "-v", "-z", "--full-name", "--", ":(top)"];
  const { stdout } = await runGit(place, { args, encoding: "latin1" });
  return [...stdout.matchAll(/(?:^|\0)[Sa-z] ([^\0]+)/gu)].map(([, path = ""]) => path);
}

/** The same look with an index of our own, in which Git was told no such thing of files that are there. */
async function watchesNoEdits(
  place: GitPlace,
  unwatched: readonly string[],
  { index, folder }: { readonly index: string; readonly folder: string },
): Promise<boolean> {
  const environment = { GIT_INDEX_FILE: join(folder, "index") };
  await copyFile(index, environment.GIT_INDEX_FILE);
  const isKept = await Promise.all(unwatched.map((path) => isInFolder(place.folder, path)));
  // What a sparse checkout leaves out is no edit; what Git was told to take as unchanged and is gone is one.
  const watch = async (option: string, paths: readonly string[]): Promise<unknown> => {
    const input = Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");
    return readGit(place, { args: ["update-index", option, "-z", "--stdin"], input, environment });
  };
  await watch("--no-assume-unchanged", unwatched);
  await watch(
    "--no-skip-worktree",
    unwatched.filter((_, at) => isKept[at]),
  );
  return seesNoEdits(place, environment);
}

/** A link is there wherever it leads. */
function isInFolder(folder: string, path: string): Promise<boolean> {
  const found = lstat(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, "latin1")]));
  return found.then(
    () => true,
    () => false,
  );
}
