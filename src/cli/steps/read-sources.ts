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

/** State files and what they name, and the folders of the charts among it. */
export interface StateSources {
  readonly states: readonly SourceFile[];
  /** Folders of charts, and packed ones. */
  readonly chartFolders: readonly string[];
}

/**
 * Read everything that a render is made from, as far as it is in the repository. `starts` are the state
 * file and the files that hooks make values from.
 */
export async function readSources(
  root: string,
  environment: string,
  starts: readonly string[],
): Promise<RenderSources> {
  const { states, chartFolders } = await readStates(root, environment, starts);
  return { states, charts: await readCharts(root, chartFolders) };
}

/** Read the state file, what it names, and what that names, without what is inside charts. */
export async function readStates(
  root: string,
  environment: string,
  starts: readonly string[],
): Promise<StateSources> {
  const states = new Map<string, SourceFile>();
  const chartFolders: string[] = [];
  const asked = new Set<string>();
  const queue = [...starts];
  for (let pattern = queue.pop(); pattern !== undefined; pattern = queue.pop()) {
    if (asked.has(pattern) || states.size > mostFiles) continue;
    asked.add(pattern);
    for (const found of await findSources(root, pattern)) {
      if (found.path.endsWith(".tgz")) chartFolders.push(found.path);
      else if (found.text === undefined)
        await readFolder(root, found.path, { chartFolders, queue });
      else if (!states.has(found.path)) queue.push(...takeState(found, environment, states));
    }
  }
  return { states: sortByPath(states), chartFolders };
}

/** All files of the charts in these folders. */
export async function readCharts(
  root: string,
  folders: readonly string[],
): Promise<readonly SourceFile[]> {
  const charts = new Map<string, SourceFile>();
  for (const folder of folders) {
    const pattern = folder.endsWith(".tgz") ? folder : `${folder}/**/*`;
    for (const { path, text } of await findSources(root, pattern)) {
      if (text !== undefined && charts.size < mostFiles) charts.set(path, { path, text });
    }
  }
  return sortByPath(charts);
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
  readonly chartFolders: string[];
  readonly queue: string[];
}

/** In a folder that is no chart only the state files are read (`helmfile.d`, `helmfiles:`). */
async function readFolder(root: string, path: string, folders: Folders): Promise<void> {
  const { chartFolders, queue } = folders;
  const [chart] = await findSources(root, `${path}/Chart.yaml`);
  if (chart !== undefined) {
    chartFolders.push(path);
    return;
  }
  queue.push(`${path}/helmfile.yaml`, `${path}/helmfile.yaml.gotmpl`);
  if (path.endsWith("helmfile.d")) queue.push(`${path}/*.yaml`, `${path}/*.yaml.gotmpl`);
}

function sortByPath(files: ReadonlyMap<string, SourceFile>): readonly SourceFile[] {
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
