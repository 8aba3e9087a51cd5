import { posix } from "node:path";
import { findBelow, findSources, type FoundSource } from "../../../host/find-sources.ts";
import {
  namedCharts,
  namedDependencies,
  namedPaths,
  pathsFrom,
} from "../../../render/named-paths.ts";
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

/** What was found so far. */
interface Reading {
  readonly root: string;
  readonly environment: string;
  readonly states: Map<string, SourceFile>;
  readonly chartFolders: string[];
  /** What releases have as their charts. */
  readonly named: Set<string>;
}

/** Read the state file, what it names, and what that names, without what is inside charts. */
export async function readStates(
  root: string,
  environment: string,
  starts: readonly string[],
): Promise<StateSources> {
  const reading: Reading = {
    root,
    environment,
    states: new Map(),
    chartFolders: [],
    named: new Set(),
  };
  const { states, chartFolders } = reading;
  const asked = new Set<string>();
  let next = starts;
  while (next.length > 0 && states.size <= mostFiles) {
    const patterns = [...new Set(next)].filter((pattern) => !asked.has(pattern));
    for (const pattern of patterns) asked.add(pattern);
    const found = await Promise.all(patterns.map((pattern) => findSources(root, pattern)));
    const fresh = found.flat().filter(({ path }) => !states.has(path));
    next = (await Promise.all(fresh.map((source) => take(reading, source)))).flat();
  }
  return { states: sortByPath(states), chartFolders };
}

/** Gives what is to be read next. */
async function take(reading: Reading, source: FoundSource): Promise<readonly string[]> {
  if (source.text === undefined) return readFolder(reading, source.path);
  if (!source.path.endsWith(".tgz")) return takeState(reading, source.path, source.text);
  reading.chartFolders.push(source.path);
  return [];
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

function takeState(reading: Reading, path: string, text: string): readonly string[] {
  reading.states.set(path, { path, text });
  const { environment, named } = reading;
  const charts = pathsFrom(path, namedCharts(text, environment)).map(trim);
  for (const folder of charts) named.add(folder);
  const paths = pathsFrom(path, namedPaths(text, environment));
  return [...charts, ...paths.filter((each) => trim(each) !== ".")];
}

/**
 * A chart, manifests or a kustomization that a release has as its chart, or else state files (`helmfile.d`,
 * `helmfiles:`).
 */
async function readFolder(reading: Reading, folder: string): Promise<readonly string[]> {
  const { root, chartFolders, named } = reading;
  const path = trim(folder);
  const has = async (name: string): Promise<readonly FoundSource[]> =>
    findSources(root, `${path}/${name}`);
  const [chart] = await has("Chart.yaml");
  if (chart !== undefined) {
    chartFolders.push(path);
    const texts = [chart, ...(await has("requirements.yaml"))].map(({ text = "" }) => text);
    return texts.flatMap(namedDependencies).map((each) => posix.join(path, each));
  }
  const [kustomization] = await has("[kK]ustomization*");
  if (named.has(path) || kustomization !== undefined) {
    return (await findBelow(root, path)).map((found) => found.path);
  }
  const states = [`${path}/helmfile.yaml`, `${path}/helmfile.yaml.gotmpl`];
  const many = path.endsWith("helmfile.d") ? [`${path}/*.yaml`, `${path}/*.yaml.gotmpl`] : [];
  return [...states, ...many];
}

function trim(path: string): string {
  return path.replace(/\/$/, "");
}

function sortByPath(files: ReadonlyMap<string, SourceFile>): readonly SourceFile[] {
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
