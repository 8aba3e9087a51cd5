import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { runCommand } from "../../../src/host/run-command.ts";
import { asList, asMap, asText, type ValueMap } from "../../../src/model/value.ts";
import { at, renderPlatform, type Rendered } from "../rendered.ts";

const folderOfFiles = "charts/data-platform/files/monitoring";

/** Where the dashboard is written. */
export const dashboardFile: string = `${folderOfFiles}/dashboards/data-platform.json`;

/** What is watched, with every part and every alert switched on. */
export interface Watched {
  readonly operator: Rendered;
  readonly standalone: Rendered;
  readonly groups: readonly ValueMap[];
  readonly rules: readonly ValueMap[];
  readonly monitors: readonly ValueMap[];
  readonly dashboard: ValueMap;
  /** Every PromQL expression of rules and dashboard. */
  readonly expressions: readonly string[];
  /** Metrics that rules and dashboard may use, by name. */
  readonly contract: ValueMap;
}

/** Render both modes with the real Helm and take them apart. */
export async function renderWatched(): Promise<Watched> {
  const everything = [
    "--set=monitoring.alerts.externalSecrets=true",
    "--set=debezium.metrics.enabled=true",
  ];
  const operator = await renderPlatform(...everything);
  const standalone = await renderPlatform(...everything, "--set=monitoring.mode=standalone");
  const rulesObject = operator.find("PrometheusRule", "dp-alerts");
  const groups = asList(at(rulesObject, "spec", "groups")).map(asMap);
  const rules = groups.flatMap((group) => asList(group["rules"]).map(asMap));
  const text = operator.file("dp-dashboard", "data-platform-connections.json");
  const dashboard = asMap(JSON.parse(text));
  const panels = asList(dashboard["panels"]).map(asMap);
  const targets = panels.flatMap((panel) => asList(panel["targets"]).map(asMap));
  return {
    operator,
    standalone,
    groups,
    rules,
    monitors: operator.objects.filter(({ kind }) => kind === "PodMonitor"),
    dashboard,
    expressions: [...rules, ...targets].map(({ expr }) => asText(expr)),
    contract: asMap(readYaml(`${folderOfFiles}/metrics.yaml`)["metrics"]),
  };
}

export function readYaml(path: string): ValueMap {
  return asMap(load(readFileSync(path, "utf8")));
}

/** Labels that a monitor selects pods by. */
export function selectorOf(monitor: ValueMap): ValueMap {
  return asMap(at(monitor, "spec", "selector", "matchLabels"));
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "keelson-monitoring-"));
}

/** What promtool complains of; empty when it is content. */
export async function promtool(folder: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand({ program: "promtool", args, cwd: folder });
  return exitCode === 0 ? "" : `${stdout}${stderr}`;
}
