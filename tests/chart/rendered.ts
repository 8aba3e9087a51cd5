import { loadAll } from "js-yaml";
import { asList, asMap, asText, isMap, type Value, type ValueMap } from "../../src/model/value.ts";
import { renderError, renderText } from "./render-chart.ts";

/** What Helm made of the platform's chart. */
export interface Rendered {
  readonly objects: readonly ValueMap[];
  /** The object of this kind and name, or an empty one. */
  readonly find: (kind: string, name: string) => ValueMap;
  /** One file of a ConfigMap. */
  readonly file: (configMap: string, key: string) => string;
}

const place = { release: "dp", namespace: "ns" };

/** Render the chart as release `dp` in namespace `ns`; `args` are further ones of Helm. */
export async function renderPlatform(...args: readonly string[]): Promise<Rendered> {
  const text = await renderText({ ...place, args });
  const objects = loadAll(text).filter((document) => isMap(document));
  const find = (kind: string, name: string): ValueMap =>
    objects.find((it) => it["kind"] === kind && at(it, "metadata", "name") === name) ?? {};
  return {
    objects,
    find,
    file: (configMap, key) => asText(at(find("ConfigMap", configMap), "data", key)),
  };
}

/** What Helm says when it refuses to render it. */
export function platformError(...args: readonly string[]): Promise<string> {
  return renderError({ ...place, args });
}

/** The files of one environment's values, as arguments of Helm. */
export function environmentArgs(environment: string): readonly string[] {
  return ["-f", "environments/base.yaml", "-f", `environments/${environment}.yaml`];
}

/** What is at a path of keys and list positions; `null` when it leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): Value {
  let here: unknown = value;
  for (const step of path) here = typeof step === "number" ? asList(here)[step] : asMap(here)[step];
  return isValue(here) ? here : null;
}

function isValue(value: unknown): value is Value {
  return value !== undefined && typeof value !== "function";
}

/** The pod specification of a workload. */
export function podOf(workload: ValueMap): ValueMap {
  const spec = asMap(workload["spec"]);
  const template = workload["kind"] === "CronJob" ? at(spec, "jobTemplate", "spec") : spec;
  return asMap(at(template, "template", "spec"));
}

/** Environment variables of a pod's first container that have a plain value. */
export function envOf(workload: ValueMap): Readonly<Record<string, string>> {
  const variables = asList(at(podOf(workload), "containers", 0, "env")).map((it) => asMap(it));
  return Object.fromEntries(variables.map((it) => [asText(it["name"]), asText(it["value"])]));
}
