import { cp, symlink } from "node:fs/promises";
import { basename, join } from "node:path";

/** Big folders that no render changes: linked instead of copied. */
const linked = ["node_modules", ".tools"];
const left = new Set([".git", ".cache", "dist", "coverage", ...linked]);

/** A copy of a work tree in another folder, for a run that must not depend on where it runs. */
export async function copyTree(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === from || !left.has(basename(path)),
  });
  await linkTools(from, to);
}

/** The programs and packages of one work tree, in another. */
export async function linkTools(from: string, to: string): Promise<void> {
  for (const name of linked) await symlink(join(from, name), join(to, name)).catch(ignoreThere);
}

function ignoreThere(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
}
