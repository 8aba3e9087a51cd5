import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Link } from "../../model/link.ts";
import type { Manifest } from "../../model/manifest.ts";
import { asList, asMap, type Value } from "../../model/value.ts";
import { LabelIndex } from "../label-index.ts";
import { objectName, placeIn } from "../object-name.ts";
import { readContainerPorts } from "../ports.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Service } from "../services.ts";
import type { Workload } from "../workloads.ts";

/** What a monitor may select, and the ports by which it can ask for metrics. */
interface Target {
  readonly name: string;
  readonly ports: readonly (string | undefined)[];
}

/** Each ServiceMonitor and PodMonitor selects something of the render, which has the port that it scrapes. */
export function checkMonitors(scene: Scene): RuleResult {
  const services = new LabelIndex(scene.services, {
    namespaceOf: ({ namespace }) => namespace,
    labelsOf: ({ manifest }) => asMap(valueAt(manifest.body, "metadata", "labels")),
  });
  const results = scene.manifests.flatMap((manifest) => {
    if (manifest.identity.group !== "monitoring.coreos.com") return [];
    if (manifest.identity.kind === "ServiceMonitor") return [checkServices(services, manifest)];
    return manifest.identity.kind === "PodMonitor" ? [checkPods(scene.pods, manifest)] : [];
  });
  return {
    findings: results.flatMap(({ findings }) => findings),
    links: results.flatMap(({ links }) => links ?? []),
  };
}

function checkServices(services: LabelIndex<Service>, monitor: Manifest): RuleResult {
  const targets = select(services, monitor).map(({ manifest, ports }) => ({
    name: objectName(manifest.identity),
    ports: ports.map(({ name }) => name),
  }));
  return judge(monitor, targets, "endpoints");
}

function checkPods(pods: LabelIndex<Workload>, monitor: Manifest): RuleResult {
  const targets = select(pods, monitor).map((workload) => ({
    name: objectName(workload.manifest.identity),
    ports: readContainerPorts(workload).map(({ name }) => name),
  }));
  return judge(monitor, targets, "podMetricsEndpoints");
}

function select<T>(index: LabelIndex<T>, { body, identity }: Manifest): readonly T[] {
  const selector = valueAt(body, "spec", "selector") ?? {};
  const watched = valueAt(body, "spec", "namespaceSelector");
  const named = asList(valueAt(watched, "matchNames")).filter((name) => typeof name === "string");
  const own = named.length === 0 ? [identity.namespace ?? ""] : named;
  const namespaces = valueAt(watched, "any") === true ? [...index.namespaces()] : own;
  return namespaces.flatMap((namespace) => index.select(namespace, selector));
}

function judge(monitor: Manifest, targets: readonly Target[], field: string): RuleResult {
  const [first] = targets;
  const from = placeIn(monitor, "/spec/selector");
  if (first === undefined) {
    const names = "pods or Services to scrape";
    return { findings: [nothing(monitor)], links: [{ from, names, verdict: "missing" }] };
  }
  const endpoints = asList(valueAt(monitor.body, "spec", field));
  const results = endpoints.map((endpoint, index) =>
    checkEndpoint(monitor, targets, {
      endpoint,
      pointer: pointerTo("/spec", field, index, "port"),
    }),
  );
  const selected: Link = {
    from,
    names: "pods or Services to scrape",
    verdict: "ok",
    to: first.name,
  };
  return {
    findings: results.flatMap(({ findings }) => findings),
    links: [selected, ...results.flatMap(({ links }) => links ?? [])],
  };
}

interface Endpoint {
  readonly endpoint: Value;
  readonly pointer: string;
}

/** Prometheus drops a target that lacks the port, without a word. */
function checkEndpoint(monitor: Manifest, targets: readonly Target[], spot: Endpoint): RuleResult {
  const port = textOf(valueAt(spot.endpoint, "port"));
  if (port === undefined) return { findings: [] };
  const from = placeIn(monitor, spot.pointer);
  const names = `port ${port}`;
  const without = targets.find(({ ports }) => !ports.includes(port));
  if (without === undefined) {
    const to = targets[0]?.name;
    return {
      findings: [],
      links: [{ from, names, verdict: "ok", ...(to === undefined ? {} : { to }) }],
    };
  }
  const there = without.ports.filter((name) => name !== undefined);
  const finding: Finding = {
    code: "LINK_MONITOR_PORT",
    level: "error",
    at: from,
    says: `${without.name} is selected and has no port named ${port}`,
    fix: "scrape a port that each selected object has, by its name",
    notes: [`there is  ${there.length === 0 ? "no named port" : there.join(", ")}`],
  };
  return { findings: [finding], links: [{ from, names, verdict: "missing" }] };
}

function nothing(monitor: Manifest): Finding {
  return {
    code: "LINK_MONITOR",
    level: "error",
    at: placeIn(monitor, "/spec/selector"),
    says: "it selects nothing in the render, so nothing is scraped",
    fix: "use labels and a namespace that the Service or pod has",
  };
}
