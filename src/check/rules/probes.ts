import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import { asList, asMap, type Value } from "../../model/value.ts";
import { placeIn } from "../object-name.ts";
import { textOf, valueAt } from "../read-value.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";
import type { Container, Workload } from "../workloads.ts";

const probes = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const handlers = ["httpGet", "tcpSocket", "grpc"] as const;

/** Each probe asks a port that its container declares, by number or by name. */
export function checkProbes(scene: Scene): RuleResult {
  return {
    findings: scene.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) => checkContainer(workload, container)),
    ),
  };
}

function checkContainer(workload: Workload, container: Container): readonly Finding[] {
  const ports = asList(container.spec["ports"]);
  return probes.flatMap((probe) =>
    handlers.flatMap((handler) => {
      const port = valueAt(container.spec[probe], handler, "port");
      if (port === undefined || port === null || isDeclared(ports, port)) return [];
      const pointer = pointerTo(container.pointer, probe, handler, "port");
      return [missingPort({ workload, container, pointer, probe }, port, ports)];
    }),
  );
}

/** A port's number need not be declared; where some are, one that is not among them is a slip. */
function isDeclared(ports: readonly Value[], port: Value): boolean {
  if (typeof port === "number" && ports.length === 0) return true;
  const field = typeof port === "number" ? "containerPort" : "name";
  return ports.some((each) => valueAt(each, field) === port);
}

interface Spot {
  readonly workload: Workload;
  readonly container: Container;
  readonly pointer: string;
  readonly probe: string;
}

function missingPort(spot: Spot, port: Value, ports: readonly Value[]): Finding {
  const { workload, container, pointer, probe } = spot;
  const there = ports.map((each) => {
    const number = asMap(each)["containerPort"];
    return `${typeof number === "number" ? number : ""} ${textOf(valueAt(each, "name")) ?? ""}`.trim();
  });
  return {
    code: "LINK_PROBE_PORT",
    level: "error",
    at: placeIn(workload.manifest, pointer),
    says: `${probe} of container ${container.name} asks port ${JSON.stringify(port)}, which the container does not have`,
    fix: "ask a port that the container declares, or declare it",
    notes: [`there is  ${there.length === 0 ? "no port" : there.join(", ")}`],
  };
}
