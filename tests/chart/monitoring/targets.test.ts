import { load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { asList, asMap, asText } from "../../../src/model/value.ts";
import { at, podOf, renderPlatform, type Rendered } from "../rendered.ts";
import { renderWatched, type Watched } from "./watched.ts";

/** Where each part's metrics are: path and port of its pods, under the job's name. */
const targets = {
  redpanda: ["/public_metrics", 9644],
  debezium: ["/metrics", 9404],
  "kafka-connect": ["/metrics", 9404],
  "flink-jobmanager": ["/metrics", 9249],
  "flink-taskmanager": ["/metrics", 9249],
  "postgres-exporter": ["/metrics", 9187],
  blackbox: ["/metrics", 9115],
};

/** What must be reachable, as its clients name it. */
const probed = [
  "dp-redpanda.ns.svc.cluster.local:9092",
  "dp-postgresql.ns.svc.cluster.local:5432",
  "http://dp-debezium.ns.svc.cluster.local:8083/health",
  "http://dp-kafka-connect.ns.svc.cluster.local:8083/health",
  "http://dp-flink-jobmanager.ns.svc.cluster.local:8081/overview",
];

let watched: Watched;
beforeAll(async () => {
  watched = await renderWatched();
});

/** The number of a pod's port by the job's name and the port's. */
function portOf(rendered: Rendered, job: string, name: unknown): unknown {
  const kind = job === "redpanda" ? "StatefulSet" : "Deployment";
  const pod = podOf(rendered.find(kind, `dp-${job}`));
  const ports = asList(at(pod, "containers", 0, "ports"));
  return at(ports.find((port) => at(port, "name") === name) ?? null, "containerPort");
}

function prometheusFile(rendered: Rendered): unknown {
  return load(rendered.file("dp-prometheus-config", "prometheus.yml"));
}

describe("metrics are scraped where they are", () => {
  test("by the operator's monitors", () => {
    const found = watched.monitors.map((monitor): [string, unknown] => {
      const job = asText(at(monitor, "spec", "selector", "matchLabels", "app.kubernetes.io/name"));
      const endpoint = at(monitor, "spec", "podMetricsEndpoints", 0);
      const port = portOf(watched.operator, job, at(endpoint, "port"));
      return [job, [at(endpoint, "path"), port]];
    });
    expect(Object.fromEntries(found)).toEqual(targets);
    for (const monitor of watched.monitors)
      expect(at(monitor, "spec", "jobLabel")).toBe("app.kubernetes.io/name");
  });

  test("by the plain file", () => {
    const jobs = asList(at(prometheusFile(watched.standalone), "scrape_configs")).map(asMap);
    const found = jobs
      .filter((job) => !asText(job["job_name"]).startsWith("probe-"))
      .map((job): [string, unknown] => {
        const port = Number(at(job, "relabel_configs", 0, "regex"));
        return [asText(job["job_name"]), [job["metrics_path"], port]];
      });
    expect(Object.fromEntries(found)).toEqual(targets);
  });
});

describe("connections are probed", () => {
  test("by the operator's probes and by the plain file alike, from inside", () => {
    const probes = watched.operator.objects.filter(({ kind }) => kind === "Probe");
    const byOperator = probes.flatMap((probe) =>
      asList(at(probe, "spec", "targets", "staticConfig", "static")),
    );
    const jobs = asList(at(prometheusFile(watched.standalone), "scrape_configs"));
    const byFile = jobs.flatMap((job) => asList(at(job, "static_configs", 0, "targets")));
    for (const target of probed) {
      expect(byOperator).toContain(target);
      expect(byFile).toContain(target);
    }
    for (const probe of probes) {
      const prober = at(probe, "spec", "prober", "url");
      expect(prober).toBe("dp-blackbox.ns.svc.cluster.local:9115");
    }
  });
});

describe("Alertmanager", () => {
  test("is told of alerts by the plain file where it is named", async () => {
    const named = ["--set=monitoring.mode=standalone", "--set=monitoring.alertmanager=am:9093"];
    const config = prometheusFile(await renderPlatform(...named));
    const manager = at(config, "alerting", "alertmanagers", 0, "static_configs", 0);
    expect(at(manager, "targets")).toEqual(["am:9093"]);
    expect(asMap(prometheusFile(watched.standalone))).not.toHaveProperty("alerting");
  });
});
