import { glob, readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { mapConcurrently } from "./map-concurrently.ts";

const maxBytes = 2 * 1024 * 1024;
const readsAtOnce = 16;
const skipped = new Set([".git", "node_modules", ".cache", ".tools", "dist"]);

/** A file that was found, with its text, or a folder. */
export interface FoundSource {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** Left out for a folder, and for a file that is too big to be a source or cannot be read. A packed chart's is one character a byte. */
  readonly text?: string;
}

/** The files and folders below `root` that a glob relative to it names. What lies outside is left alone. */
export async function findSources(root: string, pattern: string): Promise<readonly FoundSource[]> {
  if (!pattern.includes("*")) return readIfThere(root, pattern);
  const found: FoundSource[] = [];
  for await (const name of glob(pattern, { cwd: root, exclude: isSkipped })) {
    found.push(...(await readIfThere(root, name)));
  }
  return found;
}

/** All files below a folder of the repository; links to folders are not followed. */
export async function findBelow(root: string, folder: string): Promise<readonly FoundSource[]> {
  const found = await mapConcurrently(await pathsBelow(root, folder), readsAtOnce, (path) =>
    readIfThere(root, path),
  );
  return found.flat();
}

async function pathsBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const kept = entries.filter(({ name }) => !isSkipped(name));
  const paths = kept.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? await pathsBelow(root, path) : [path];
  });
  return (await Promise.all(paths)).flat();
}

async function readIfThere(root: string, name: string): Promise<readonly FoundSource[]> {
  const path = relative(root, join(root, name)).split(sep).join("/");
  if (path.startsWith("../") || path === ".." || path.split("/").some(isSkipped)) return [];
  const stats = await stat(join(root, path)).catch(() => undefined);
  if (stats === undefined) return [];
  const text = stats.isFile() && stats.size <= maxBytes ? await readText(root, path) : undefined;
  return [text === undefined ? { path } : { path, text }];
}

/** A file may be gone by now, as what Helm builds is, or not be ours to read: Helm says so where it matters. */
async function readText(root: string, path: string): Promise<string | undefined> {
  const encoding = path.endsWith(".tgz") ? "latin1" : "utf8";
  return readFile(join(root, path), encoding).catch(() => undefined);
}

function isSkipped(name: string): boolean {
  return skipped.has(name.split(sep).at(-1) ?? "");
}
