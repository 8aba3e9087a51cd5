import { existsSync, realpathSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Write a file that its owner alone may read, in a folder of the same kind; false when there is one already. */
export async function writePrivateFile(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** The Git work tree that a path lies in or would lie in, links followed; undefined outside of any. */
export function findWorkTree(path: string): string | undefined {
  return workTreeAbove(realPath(path));
}

function workTreeAbove(path: string): string | undefined {
  if (existsSync(join(path, ".git"))) return path;
  const parent = dirname(path);
  return parent === path ? undefined : workTreeAbove(parent);
}

/** The real path of what may not be there yet: its nearest folder that is there, with links followed. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}
