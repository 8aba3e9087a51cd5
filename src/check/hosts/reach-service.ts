import type { Verdict } from "../../model/link.ts";
import { readContainerPorts, type ContainerPort } from "../ports.ts";
import type { Service, ServicePort } from "../services.ts";
import type { Obstacle } from "./connection.ts";
import type { Family, Mention } from "./mention.ts";

/** Whether a port of a Service can be reached, and which port of the pods it is. */
export interface Reach {
  readonly verdict: Verdict;
  readonly obstacle?: Obstacle;
  readonly serverPort: number | undefined;
}

/** What a port's own name, or `appProtocol`, says is spoken there. */
const families: readonly (readonly [RegExp, Family])[] = [
  [/^(kubernetes\.io\/(h2c|wss?)|https?|web(ui)?|rest|metrics|admin|health)$/iu, "http"],
  [/^(https?|web(ui)?|rest|metrics|admin|health)-/iu, "http"],
  [/kafka|broker/iu, "kafka"],
  [/postgres|^pg$|psql/iu, "postgres"],
];

/** Follow a connection through a Service to a port of its pods. */
export function reachService(service: Service, mention: Mention): Reach {
  const { port } = mention;
  if (port === undefined) return { verdict: "ok", serverPort: undefined };
  const pods = service.workloads.flatMap((workload) => readContainerPorts(workload));
  const entry = service.ports.find((each) => each.number === port);
  if (service.isHeadless) return reachPod(port, { pods, entry, mention });
  if (entry === undefined) return { verdict: "missing", obstacle: "port", serverPort: undefined };
  const serverPort = targetNumber(entry, pods);
  if (isOtherFamily(mention, entry))
    return { verdict: "missing", obstacle: "protocol", serverPort };
  return { verdict: "ok", serverPort };
}

interface Pods {
  readonly pods: readonly ContainerPort[];
  readonly entry: ServicePort | undefined;
  readonly mention: Mention;
}

/** A headless name is the pod's own address: only what the pod itself listens on counts. */
function reachPod(port: number, { pods, entry, mention }: Pods): Reach {
  const serverPort = port;
  const own = pods.find(({ number }) => number === port);
  const named =
    entry ?? (own === undefined ? undefined : { name: own.name, appProtocol: undefined });
  if (named !== undefined && isOtherFamily(mention, named)) {
    return { verdict: "missing", obstacle: "protocol", serverPort };
  }
  if (own !== undefined) return { verdict: "ok", serverPort };
  if (pods.length === 0) return { verdict: "unverifiable", serverPort };
  return { verdict: "missing", obstacle: "port", serverPort };
}

/** The container's port that a Service's port leads to. */
export function targetNumber(
  entry: ServicePort,
  pods: readonly ContainerPort[],
): number | undefined {
  if (typeof entry.target === "number") return entry.target;
  return pods.find(({ name }) => name === entry.target)?.number;
}

function isOtherFamily(
  { family }: Mention,
  port: Pick<ServicePort, "name" | "appProtocol">,
): boolean {
  const spoken = familyOf(port.appProtocol) ?? familyOf(port.name);
  return family !== undefined && spoken !== undefined && family !== spoken;
}

function familyOf(name: string | undefined): Family | undefined {
  if (name === undefined) return undefined;
  return families.find(([pattern]) => pattern.test(name))?.[1];
}
