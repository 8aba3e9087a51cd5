import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { KeelsonError } from "../model/keelson-error.ts";
import { mapConcurrently } from "./map-concurrently.ts";

/** In every folder that was written as a whole: only such a folder is ever replaced. */
const mark = ".keelson";
/** Files read or written at once: as many as Node has threads for it. */
const atOnce = 4;

/** Files by path relative to the folder; none when there is no such folder. */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const all = await entriesOf(folder);
  const entries = all.filter((entry) => entry.isFile() && entry.name !== mark);
  const files = await mapConcurrently(entries, atOnce, async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), await readFile(path, "utf8")] as const;
  });
  return new Map(files);
}

/**
 * Put a folder with exactly these files in place of what was there before: as a whole or not at all.
 * @throws OUTPUT_NOT_OURS a folder with foreign files is there
 * @throws OUTPUT_UNWRITABLE it could not be written; what was there is still there
 */
export async function replaceFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  await refuseForeign(folder);
  const draft = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.tmp`);
  const old = `${draft}.old`;
  try {
    await writeFiles(draft, new Map([...files, [mark, "written by keelson render\n"]]));
    await rename(folder, old).catch(ignoreMissing);
    await rename(draft, folder);
  } catch (cause) {
    await rename(old, folder).catch(() => undefined);
    throw unwritable(folder, cause);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of new Set([...files.keys()].map(dirname))) {
    await mkdir(join(folder, name), { recursive: true });
  }
  await mapConcurrently([...files], atOnce, ([path, text]) => writeFile(join(folder, path), text));
}

async function refuseForeign(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  const isOurs = entries.some((entry) => entry.name === mark && entry.parentPath === folder);
  if (entries.length === 0 || isOurs) return;
  throw new KeelsonError(`${folder} holds files that Keelson did not write`, {
    code: "OUTPUT_NOT_OURS",
    fault: "usage",
    fix: "name another folder, or empty this one",
  });
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw unwritable(folder, error);
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** An output that the system does not let us write. */
export function unwritable(path: string, cause: unknown): KeelsonError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KeelsonError(`${path} could not be written: ${reason}`, {
    code: "OUTPUT_UNWRITABLE",
    fault: "tool",
    fix: "see that there is room and that you may write there; what was there is still there",
    cause,
  });
}
