import type { Finding } from "../../model/finding.ts";
import type { Link, Verdict } from "../../model/link.ts";
import { objectName, placeIn } from "../object-name.ts";
import { readContainerPorts, type ContainerPort } from "../ports.ts";
import { textOf } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Service, ServicePort } from "../services.ts";

/** Each Service selects pods of the render, and each of its ports leads to a port of theirs. */
export function checkServices(scene: Scene): RuleResult {
  const results = scene.services.map((service) => checkService(service));
  return {
    findings: results.flatMap(({ findings }) => findings),
    links: results.flatMap(({ links }) => links ?? []),
  };
}

function checkService(service: Service): RuleResult {
  const { selector, workloads, manifest } = service;
  if (selector === undefined) return { findings: [] };
  const [first] = workloads;
  const pairs = Object.entries(selector).map(([key, value]) => `${key}=${textOf(value) ?? ""}`);
  const names = `pods with ${pairs.join(", ")}`;
  const from = placeIn(manifest, "/spec/selector");
  if (first === undefined) {
    return { findings: [noPods(service, names)], links: [{ from, names, verdict: "missing" }] };
  }
  const to = objectName(first.manifest.identity);
  const ports = service.ports.map((port) => checkPort(service, port));
  return {
    findings: ports.flatMap(({ findings }) => findings),
    links: [{ from, names, verdict: "ok", to }, ...ports.flatMap(({ links }) => links ?? [])],
  };
}

function noPods({ manifest }: Service, names: string): Finding {
  return {
    code: "LINK_SELECTOR",
    level: "error",
    at: placeIn(manifest, "/spec/selector"),
    says: `no workload of the render makes ${names}`,
    fix: "use labels that the pod template carries",
  };
}

function checkPort(service: Service, port: ServicePort): RuleResult {
  const ports = service.workloads.flatMap((workload) => readContainerPorts(workload));
  const verdict = verdictOf(port, ports);
  const [first] = service.workloads;
  const to = first === undefined ? {} : { to: objectName(first.manifest.identity) };
  const from = placeIn(service.manifest, `${port.pointer}/targetPort`);
  const link: Link = { from, names: `container port ${port.target}`, verdict, ...to };
  return { links: [link], findings: verdict === "missing" ? [noPort(service, port, ports)] : [] };
}

function verdictOf(port: ServicePort, ports: readonly ContainerPort[]): Verdict {
  const isThere = ports.some((each) => isTarget(port, each));
  if (isThere) return "ok";
  // A container may listen on a port that it does not declare; a name it must declare.
  const canBeUndeclared = ports.length === 0 && typeof port.target === "number";
  return canBeUndeclared ? "unverifiable" : "missing";
}

/** Whether a Service's port leads to this port of a container. */
function isTarget(port: ServicePort, each: ContainerPort): boolean {
  const isMeant =
    typeof port.target === "number" ? each.number === port.target : each.name === port.target;
  return isMeant && each.transport === port.transport;
}

function noPort(service: Service, port: ServicePort, ports: readonly ContainerPort[]): Finding {
  const there = ports.map(({ number, name, transport }) =>
    [String(number), name ?? "", transport === "TCP" ? "" : transport].filter(Boolean).join(" "),
  );
  return {
    code: "LINK_TARGET_PORT",
    level: "error",
    at: placeIn(service.manifest, `${port.pointer}/targetPort`),
    says: `port ${port.name ?? port.number} leads to container port ${port.target}, which no selected pod has`,
    fix: "name a port that the container declares, or declare it there",
    notes: [`there is  ${there.length === 0 ? "no port" : [...new Set(there)].join(", ")}`],
  };
}
