import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../src/host/test-programs.ts";
import { asList, asMap } from "../../../src/model/value.ts";
import { at, podOf } from "../rendered.ts";
import { dashboardFile, promtool, renderWatched, selectorOf, type Watched } from "./watched.ts";

const hasPromtool = hasPrograms("promtool");
let watched: Watched;

beforeAll(async () => {
  watched = await renderWatched();
});

describe("what is scraped", () => {
  test("each monitor selects pods that have its port", () => {
    for (const monitor of watched.monitors) {
      const port = at(monitor, "spec", "podMetricsEndpoints", 0, "port");
      const workload = watched.operator.objects.find((object) => {
        const labels = asMap(at(object, "spec", "template", "metadata", "labels"));
        return Object.entries(selectorOf(monitor)).every(([key, value]) => labels[key] === value);
      });
      const ports = asList(podOf(workload ?? {})["containers"]).flatMap((container) =>
        asList(asMap(container)["ports"]).map((it) => asMap(it)["name"]),
      );
      expect(ports).toContain(port);
    }
    expect(watched.monitors.length).toBeGreaterThan(6);
  });

  test("monitors, probes and rules carry the labels that Prometheus selects by", () => {
    const selected = watched.operator.objects.filter(
      ({ apiVersion }) => apiVersion === "monitoring.coreos.com/v1",
    );
    expect(selected.length).toBeGreaterThan(8);
    for (const object of selected) {
      expect(at(object, "metadata", "labels", "release")).toBe("kube-prometheus-stack");
    }
  });

  test.runIf(hasPromtool)("promtool accepts the plain file, rules included", async () => {
    const rules = watched.standalone.file("dp-prometheus-config", "rules.yml");
    const config = watched.standalone.file("dp-prometheus-config", "prometheus.yml");
    const files = {
      "rules.yml": rules,
      "prometheus.yml": config.replace("/etc/prometheus/rules.yml", "rules.yml"),
    };
    expect(await promtool(files, "check", "config", "prometheus.yml")).toBe("");
  });

  test("standalone makes no object of the operator", () => {
    const versions = watched.standalone.objects.map(({ apiVersion }) => apiVersion);
    expect(versions).not.toContain("monitoring.coreos.com/v1");
  });
});

describe("the dashboard", () => {
  test("is the bare model that Grafana provisions, its braces as they were written", () => {
    const file = readFileSync(dashboardFile, "utf8");
    expect(watched.dashboard).toEqual(JSON.parse(file));
    expect(file).toContain('"legendFormat": "{{connector}} {{status}}"');
    expect(watched.dashboard).toMatchObject({ uid: "data-platform", schemaVersion: 41 });
    expect(watched.dashboard).not.toHaveProperty("dashboard");
  });

  test("its panels have ids of their own, a place, and targets with references", () => {
    const panels = asList(watched.dashboard["panels"]).map(asMap);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const panel of panels) {
      expect(panel).toMatchObject({ gridPos: {}, datasource: { uid: "${datasource}" } });
      const references = asList(panel["targets"]).map((target) => asMap(target)["refId"]);
      expect(references.every(Boolean)).toBe(true);
    }
  });

  test("Grafana's sidecar finds it by its label", () => {
    const labels = at(watched.operator.find("ConfigMap", "dp-dashboard"), "metadata", "labels");
    expect(labels).toMatchObject({ grafana_dashboard: "1" });
  });
});
