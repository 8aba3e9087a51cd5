import { glob, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const maxBytes = 2 * 1024 * 1024;
const skipped = new Set([".git", "node_modules", ".cache", ".tools", "dist"]);

/** A file that was found, with its text, or a folder. */
export interface FoundSource {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** Left out for a folder, and for a file that is too big to be a source. */
  readonly text?: string;
}

/** The files and folders below `root` that a glob relative to it names. What lies outside is left alone. */
export async function findSources(root: string, pattern: string): Promise<readonly FoundSource[]> {
  const found: FoundSource[] = [];
  for await (const name of glob(pattern, { cwd: root, exclude: isSkipped })) {
    const path = relative(root, join(root, name)).split(sep).join("/");
    if (path.startsWith("../") || path === "..") continue;
    found.push(await readSource(root, path));
  }
  return found;
}

function isSkipped(name: string): boolean {
  return skipped.has(name.split(sep).at(-1) ?? "");
}

async function readSource(root: string, path: string): Promise<FoundSource> {
  try {
    const { size } = await stat(join(root, path));
    return size > maxBytes ? { path } : { path, text: await readFile(join(root, path), "utf8") };
  } catch {
    // A folder, or gone by now: what Helmfile cannot read either is its own to report.
    return { path };
  }
}
