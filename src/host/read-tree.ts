import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { KeelsonError } from "../model/keelson-error.ts";

/** One file of a folder: its path inside it, and what it says. */
export interface TreeFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The text of every file below a folder whose name matches, sorted by path; hidden ones are left out.
 * @throws FILE_UNREADABLE the folder is not there, or a file cannot be read
 */
export async function readTree(folder: string, name: RegExp): Promise<readonly TreeFile[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//u, ""))
      .filter((path) => !path.split("/").some((part) => part.startsWith(".")));
    return await Promise.all(
      paths
        .toSorted()
        .map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })),
    );
  } catch (cause) {
    throw new KeelsonError(`${folder} cannot be read`, {
      code: "FILE_UNREADABLE",
      fault: "input",
      at: { file: folder },
      fix: "name a folder of manifests that you may read",
      cause,
    });
  }
}
