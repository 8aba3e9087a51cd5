import { randomUUID } from "node:crypto";
import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isThere, sweepOld } from "./files.ts";
import { folderInside } from "./git-worktree.ts";
import { readGit } from "./git.ts";

/** What a checkout of another commit takes from the work tree: installed, not committed. */
const installed = ["node_modules", ".tools"];

/**
 * Lay the files of a commit into a folder of their own, use them there, and take them away again. The
 * work tree, its index and the branch stay as they are; what is installed there is lent. `root` may be a
 * folder of its repository: that one's place is used.
 */
export async function withCheckout<T>(
  root: string,
  sha: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const cache = join(root, ".cache");
  await sweepOld(cache, /^source-/u);
  const folder = join(cache, `source-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    const environment = { GIT_INDEX_FILE: join(folder, ".index") };
    const args = [`--work-tree=${folder}`, "checkout", "--quiet", "--force", sha, "--", "."];
    await readGit({ folder: root }, { args, environment });
    await rm(join(folder, ".index"), { force: true });
    const inside = join(folder, await folderInside({ folder: root }));
    await mkdir(inside, { recursive: true });
    for (const name of installed) await lend(join(root, name), join(inside, name));
    return await use(inside);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lend(from: string, to: string): Promise<void> {
  if ((await isThere(from)) && !(await isThere(to))) await symlink(from, to);
}
