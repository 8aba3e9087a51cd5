import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KeelsonError } from "../model/keelson-error.ts";

/**
 * The text of a file, or undefined when there is none.
 * @throws FILE_UNREADABLE it is there and cannot be read
 */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (hasCode(cause, "ENOENT") || hasCode(cause, "ENOTDIR")) return undefined;
    throw new KeelsonError(`${path} cannot be read`, {
      code: "FILE_UNREADABLE",
      fault: "input",
      at: { file: path },
      fix: "see that it is a file and that you may read it",
      cause,
    });
  }
}

/**
 * Write a file as a whole or not at all, and only when its text would change: an unchanged file keeps
 * its inode and its time. Says whether it was written.
 */
export async function writeTextAtomic(path: string, text: string): Promise<boolean> {
  if ((await readTextIfThere(path)) === text) return false;
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  return true;
}

/** Names in a folder, sorted; none when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.toSorted();
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return [];
    throw error;
  }
}

/** The text of a file that the package ships, such as `schemas/keelson.json`. */
export async function readPackageText(path: string): Promise<string> {
  return await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return false;
    throw error;
  }
}

const dayMs = 24 * 60 * 60 * 1000;

/** Make a folder, and take away what killed runs left in it: a day later no run still uses it. */
export async function sweepOld(folder: string, left: RegExp): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of (await readdir(folder)).filter((one) => left.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > dayMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
