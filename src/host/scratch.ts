import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Do some work with an own empty folder that nobody else may read, and remove it whatever happens. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "keelson-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Write a file that can be run. */
export async function writeExecutable(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o700);
}

/** Make a folder inside a scratch folder. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path);
}

/** The files of a folder, by name; none where there is no such folder. */
export async function readFolderTexts(
  folder: string,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names.map(async (name) => ({
    name,
    text: await readFile(join(folder, name), "utf8"),
  }));
  return Promise.all(read);
}
