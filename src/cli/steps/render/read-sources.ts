import { dirname, join, normalize } from "node:path";
import { findBelow, findSources, type FoundSource } from "../../../host/find-sources.ts";
import { namedPaths } from "../../../render/named-paths.ts";
import type { SourceFile } from "../../../render/search-sources.ts";

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
  let next = starts;
  while (next.length > 0 && states.size <= mostFiles) {
    const patterns = [...new Set(next)].filter((pattern) => !asked.has(pattern));
    for (const pattern of patterns) asked.add(pattern);
    const found = await Promise.all(patterns.map((pattern) => findSources(root, pattern)));
    const fresh = found.flat().filter(({ path }) => !states.has(path));
    const named = fresh.map(async (source) => {
      if (source.path.endsWith(".tgz")) chartFolders.push(source.path);
      else if (source.text === undefined) return readFolder(root, source.path, chartFolders);
      else return takeState(source, environment, states);
      return [];
    });
    next = (await Promise.all(named)).flat();
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
    const find = folder.endsWith(".tgz") ? findSources : findBelow;
    for (const { path, text } of await find(root, folder)) {
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

/** In a folder that is no chart only the state files are read (`helmfile.d`, `helmfiles:`). */
async function readFolder(
  root: string,
  path: string,
  chartFolders: string[],
): Promise<readonly string[]> {
  const [chart] = await findSources(root, `${path}/Chart.yaml`);
  if (chart !== undefined) {
    chartFolders.push(path);
    return [];
  }
  const states = [`${path}/helmfile.yaml`, `${path}/helmfile.yaml.gotmpl`];
  const many = path.endsWith("helmfile.d") ? [`${path}/*.yaml`, `${path}/*.yaml.gotmpl`] : [];
  return [...states, ...many];
}

function sortByPath(files: ReadonlyMap<string, SourceFile>): readonly SourceFile[] {
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
