import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../src/host/run-command.ts";
import { writeFiles } from "../../../src/host/test-files.ts";
import { asList, asMap, asText, type ValueMap } from "../../../src/model/value.ts";
import { readYaml } from "../render-chart.ts";
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
    contract: asMap(at(readYaml(`${folderOfFiles}/metrics.yaml`), "metrics")),
  };
}

/** Labels that a monitor selects pods by. */
export function selectorOf(monitor: ValueMap): ValueMap {
  return asMap(at(monitor, "spec", "selector", "matchLabels"));
}

/** What promtool complains of in these files; empty when it is content. */
export async function promtool(
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), "keelson-monitoring-"));
  try {
    writeFiles(cwd, files);
    const { exitCode, stdout, stderr } = await runCommand({ program: "promtool", args, cwd });
    return exitCode === 0 ? "" : `${stdout}${stderr}`;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
