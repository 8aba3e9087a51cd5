import { CORE_SCHEMA, YAMLException, load } from "js-yaml";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import type { SourceFile } from "./search-sources.ts";

/** Where a template that Helm names is in the repository; undefined where its chart is not there. */
export type LocateTemplate = (template: string) => string | undefined;

interface Chart {
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly ValueMap[];
}

/**
 * Helm names a template by the names of its charts (`shop/charts/db/templates/x.yaml`), a person by folders. Where
 * several charts of one name hold the template, nobody can tell which is meant.
 */
export function locateTemplates(files: readonly SourceFile[]): LocateTemplate {
  const paths = new Set(files.map(({ path }) => path));
  const charts = files.flatMap(readChart);
  return (template) => {
    const [, names = "", rest = ""] = /^(.+?)\/((?:templates|crds)\/.+)$/.exec(template) ?? [];
    const [root = "", ...inner] = names.split("/charts/");
    let found = charts.filter(({ name }) => name === root);
    for (const name of inner) found = found.flatMap((parent) => childrenOf(parent, name, charts));
    const there = found.map(({ folder }) => `${folder}/${rest}`).filter((path) => paths.has(path));
    const [path, ...others] = new Set(there);
    return others.length === 0 ? path : undefined;
  };
}

/** A dependency is told by its alias, where it has one; it is in the parent's `charts`, or where its address leads. */
function childrenOf(parent: Chart, called: string, charts: readonly Chart[]): readonly Chart[] {
  const declared = parent.dependencies.find(
    ({ name, alias }) => (asText(alias) || asText(name)) === called,
  );
  const name = declared === undefined ? called : asText(declared["name"]);
  const address = asText(declared?.["repository"]);
  const local = /^file:\/\/(.+)$/.exec(address)?.[1];
  const elsewhere = local === undefined ? undefined : joinPath(parent.folder, local);
  return charts.filter(
    (chart) =>
      chart.name === name &&
      (chart.folder === elsewhere || /^charts\/[^/]+$/.test(inside(parent.folder, chart.folder))),
  );
}

function inside(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
}

function joinPath(folder: string, relative: string): string {
  const parts = folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function readChart({ path, text }: SourceFile): readonly Chart[] {
  if (!path.endsWith("/Chart.yaml")) return [];
  const read = readMap(text);
  const folder = path.slice(0, -"/Chart.yaml".length);
  const dependencies = asList(read["dependencies"]).map(asMap);
  return [{ folder, name: asText(read["name"]), dependencies }];
}

/** What is wrong with a chart's own description is Helm's to say. */
function readMap(text: string): ValueMap {
  try {
    return asMap(load(text, { schema: CORE_SCHEMA, json: true }));
  } catch (error) {
    if (error instanceof YAMLException) return {};
    throw error;
  }
}
