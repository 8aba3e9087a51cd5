import { parseAllDocuments } from "yaml";
import type { Layer, ResolvedValues } from "../model/layer.ts";
import { asList, asMap, asText, isMap, type ValueMap } from "../model/value.ts";
import { resolveLayers } from "./resolve-layers.ts";

/** The values.yaml of a chart, and the key that its values have in the umbrella chart: none for that itself. */
export interface ChartDefaults {
  readonly under: readonly string[];
  readonly resolved: ResolvedValues;
}

/** A release of the state, with its chart relative to the root. */
export interface ReleaseChart {
  readonly name: string;
  readonly chart: string;
}

/** The releases that a plain state file hands a values file to. */
export function releasesWithValues(
  state: string,
  { environment, output }: { readonly environment: string; readonly output: string },
): ReleaseChart[] {
  const fill = (text: string): string =>
    text.replaceAll(/\{\{-?\s*\.Environment\.Name\s*-?\}\}/gu, environment).replace(/^\.\//u, "");
  const releases = readParts(state).flatMap((part) => asList(part["releases"]).map(asMap));
  const users = releases.filter((release) =>
    asList(release["values"]).some((file) => fill(asText(file)) === fill(output)),
  );
  return users.map((release) => {
    return { name: fill(asText(release["name"])), chart: fill(asText(release["chart"])) };
  });
}

function readParts(state: string): readonly ValueMap[] {
  const documents = [...parseAllDocuments(state, { merge: true, logLevel: "silent" })];
  const parts = documents.map((part): unknown => (part.errors.length > 0 ? {} : part.toJS()));
  return parts.filter(isMap);
}

/**
 * The defaults of a chart and of the charts inside it, the umbrella's own first: it has the last word. `files`
 * are the chart's, by path from the root.
 */
export function readChartDefaults(chart: string, files: readonly Layer[]): ChartDefaults[] {
  const inside = files.flatMap((file) => {
    const under = subchartsOf(chart, file.file);
    return under === undefined ? [] : [{ file, under: named(chart, under, files) }];
  });
  const sorted = inside.toSorted((a, b) => a.under.length - b.under.length);
  return sorted.map(({ file, under }) => ({ under, resolved: resolveLayers([file]).resolved }));
}

/** `charts/a/charts/b/charts/c/values.yaml` in `charts/a`: b, c. */
function subchartsOf(chart: string, file: string): readonly string[] | undefined {
  if (!file.startsWith(`${chart}/`) || !file.endsWith("values.yaml")) return undefined;
  const rest = `/${file.slice(chart.length + 1)}`;
  if (!/^(?:\/charts\/[^/]+)*\/values\.yaml$/u.test(rest)) return undefined;
  return [...rest.matchAll(/\/charts\/([^/]+)/gu)].map(([, name = ""]) => name);
}

/** A subchart's values stand under its alias where the chart above gives it one. */
function named(chart: string, folders: readonly string[], files: readonly Layer[]): string[] {
  return folders.map((folder, depth) => {
    const above = [chart, ...folders.slice(0, depth).map((name) => `charts/${name}`)].join("/");
    const text = files.find(({ file }) => file === `${above}/Chart.yaml`)?.text ?? "";
    const dependencies = readParts(text).flatMap((part) => asList(part["dependencies"]).map(asMap));
    const dependency = dependencies.find(({ name }) => name === folder);
    const alias = asText(dependency?.["alias"]);
    return alias === "" ? folder : alias;
  });
}
