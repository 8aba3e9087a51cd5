import { CORE_SCHEMA, YAMLException, load } from "js-yaml";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import type { SourceFile } from "./search-sources.ts";

/** Where a template that Helm names is in the repository; undefined where its chart is not there. */
export type LocateTemplate = (template: string) => string | undefined;

interface Chart {
  /** What its files' paths begin with: `charts/shop/`, or `db-1.0.0.tgz:` where it is packed. */
  readonly start: string;
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
    const there = found.map(({ start }) => `${start}${rest}`).filter((path) => paths.has(path));
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
  const elsewhere = local === undefined ? undefined : joinPath(parent.start, local);
  return charts.filter(
    (chart) =>
      chart.name === name &&
      (chart.start === elsewhere || /^charts\/[^/:]+[/:]$/.test(inside(parent.start, chart.start))),
  );
}

function inside(start: string, path: string): string {
  return path.startsWith(start) ? path.slice(start.length) : "";
}

function joinPath(start: string, relative: string): string {
  const parts = start.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `${parts.join("/")}/`;
}

function readChart({ path, text }: SourceFile): readonly Chart[] {
  if (!/[/:]Chart\.yaml$/.test(path)) return [];
  const read = readMap(text);
  const start = path.slice(0, -"Chart.yaml".length);
  const dependencies = asList(read["dependencies"]).map(asMap);
  return [{ start, name: asText(read["name"]), dependencies }];
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
