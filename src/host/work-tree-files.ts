import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** One file of a work tree. */
export interface WorkTreeFile {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Git's own files are no part of what is committed; these would only be read twice. */
const listArgs = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];

/** Every file that Git tracks or would add, one after the other; none outside of a work tree. */
export async function* workTreeFiles(root: string): AsyncGenerator<WorkTreeFile> {
  const listed = await runCommand({ program: "git", args: listArgs, cwd: root });
  if (listed.exitCode !== 0) return;
  for (const file of new Set(listed.stdout.split("\0"))) {
    const bytes = file === "" ? undefined : await bytesOf(join(root, file));
    if (bytes !== undefined) yield { file, bytes };
  }
}

/** Undefined for what is gone, a folder (a submodule) or a link to nowhere. */
async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
