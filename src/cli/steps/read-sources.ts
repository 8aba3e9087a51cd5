import { dirname, join, normalize } from "node:path";
import { findSources, type FoundSource } from "../../host/find-sources.ts";
import { namedPaths } from "../../render/named-paths.ts";
import type { SourceFile } from "../../render/search-sources.ts";

/** The files of the repository that a render is made from. */
export interface RenderSources {
  /** State files, values files and their helpers. */
  readonly states: readonly SourceFile[];
  /** All files of local charts, by path. */
  readonly charts: readonly SourceFile[];
}

const mostFiles = 20_000;

/**
 * Read the state file, what it names, and what that names, as far as it is in the repository. `layers`
 * are files that hooks make values from.
 */
export async function readSources(
  root: string,
  environment: string,
  starts: readonly string[],
): Promise<RenderSources> {
  const states = new Map<string, SourceFile>();
  const charts = new Map<string, SourceFile>();
  const asked = new Set<string>();
  const queue = [...starts];
  for (let pattern = queue.pop(); pattern !== undefined; pattern = queue.pop()) {
    if (asked.has(pattern) || states.size + charts.size > mostFiles) continue;
    asked.add(pattern);
    for (const found of await findSources(root, pattern)) {
      if (found.text === undefined) await readFolder(root, found.path, { charts, queue });
      else if (!states.has(found.path)) queue.push(...takeState(found, environment, states));
    }
  }
  return { states: sortByPath(states), charts: sortByPath(charts) };
}

function takeState(
  { path, text = "" }: FoundSource,
  environment: string,
  states: Map<string, SourceFile>,
): readonly string[] {
  states.set(path, { path, text });
  const folder = dirname(path);
  const named = namedPaths(text, environment).map((each) => normalize(join(folder, each)));
  const inside = named.filter((each) => !each.startsWith("..") && each !== ".");
  return path.endsWith(".gotmpl") ? [...inside, join(folder, "_*.tpl")] : inside;
}

interface Folders {
  readonly charts: Map<string, SourceFile>;
  readonly queue: string[];
}

/** A chart is read whole; in any other folder only the state files are (`helmfile.d`, `helmfiles:`). */
async function readFolder(root: string, path: string, { charts, queue }: Folders): Promise<void> {
  const [chart] = await findSources(root, `${path}/Chart.yaml`);
  if (chart === undefined) {
    queue.push(`${path}/helmfile.yaml`, `${path}/helmfile.yaml.gotmpl`);
    if (path.endsWith("helmfile.d")) queue.push(`${path}/*.yaml`, `${path}/*.yaml.gotmpl`);
    return;
  }
  for (const file of await findSources(root, `${path}/**/*`)) {
    if (file.text !== undefined) charts.set(file.path, { path: file.path, text: file.text });
  }
}

function sortByPath(files: ReadonlyMap<string, SourceFile>): readonly SourceFile[] {
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
