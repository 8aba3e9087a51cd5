import type { Stats } from "node:fs";
import { glob, readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isThere } from "./files.ts";
import { mapConcurrently } from "./map-concurrently.ts";

/** Helm takes no larger file, and no archive that comes to more. */
const maxBytes = 5 * 1024 * 1024;
const maxPackedBytes = 100 * 1024 * 1024;
const readsAtOnce = 16;
const skipped = new Set([".git", "node_modules", ".cache", ".tools"]);
const wildcard = /[*?[{]/;

/** A file that was found, with its text, or a folder. */
export interface FoundSource {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** Left out for a folder, and for a file that is too big to be a source or cannot be read. A packed chart's is one character a byte. */
  readonly text?: string;
}

/** The files and folders that a glob relative to `root` names. What lies outside of its repository is left alone. */
export async function findSources(root: string, pattern: string): Promise<readonly FoundSource[]> {
  // What looks like a glob may be a name.
  const found = [...(await readIfThere(root, pattern))];
  if (!wildcard.test(pattern)) return found;
  for await (const name of glob(pattern, { cwd: root, exclude: isSkipped })) {
    found.push(...(await readIfThere(root, name)));
  }
  return found;
}

/** All files below a folder, through links inside of its repository too, as Helm reads a chart. */
export async function findBelow(root: string, folder: string): Promise<readonly FoundSource[]> {
  const found = await mapConcurrently(await pathsBelow(root, folder, []), readsAtOnce, (path) =>
    readIfThere(root, path),
  );
  return found.flat();
}

/** `above`: the real folders on the way, since a link may lead back to one. */
async function pathsBelow(
  root: string,
  folder: string,
  above: readonly string[],
): Promise<readonly string[]> {
  const real = await realpath(join(root, folder)).catch(() => "");
  if (above.includes(real)) return [];
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const kept = entries.filter(({ name }) => !isSkipped(name) && name !== ".build");
  const paths = kept.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    const isFolder = entry.isSymbolicLink() ? await isOwn(root, path) : entry.isDirectory();
    const below = isFolder ? await pathsBelow(root, path, [...above, real]) : [];
    return entry.isDirectory() || below.length > 0 ? below : [path];
  });
  return (await Promise.all(paths)).flat();
}

async function readIfThere(root: string, name: string): Promise<readonly FoundSource[]> {
  const path = relative(root, join(root, name)).split(sep).join("/") || ".";
  if (path.split("/").some(isSkipped)) return [];
  if (path.startsWith("..") && !(await isOwn(root, path))) return [];
  const stats = await stat(join(root, path)).catch(() => undefined);
  if (stats === undefined) return [];
  const text = isReadable(path, stats) ? await readText(root, path) : undefined;
  return [text === undefined ? { path } : { path, text }];
}

function isReadable(path: string, stats: Stats): boolean {
  return stats.isFile() && stats.size <= (path.endsWith(".tgz") ? maxPackedBytes : maxBytes);
}

/** Does a path lead to something in the Git repository that `root` is a folder of? */
async function isOwn(root: string, path: string): Promise<boolean> {
  const start = await realpath(root);
  const real = await realpath(join(root, path)).catch(() => "/");
  let top = start;
  while (!(await isThere(join(top, ".git"))) && top !== dirname(top)) top = dirname(top);
  const own = top === dirname(top) ? start : top;
  return relative(own, real).split(sep)[0] !== "..";
}

/** A file may be gone by now, as what Helm builds is, or not be ours to read: Helm says so where it matters. */
async function readText(root: string, path: string): Promise<string | undefined> {
  const encoding = path.endsWith(".tgz") ? "latin1" : "utf8";
  return readFile(join(root, path), encoding).catch(() => undefined);
}

function isSkipped(name: string): boolean {
  return skipped.has(name.split(sep).at(-1) ?? "");
}
