import type { Connection } from "../hosts/connection.ts";
import { objectName } from "../object-name.ts";
import { valueAt } from "../read-value.ts";
import type { Workload } from "../workloads.ts";
import type { FarEnd } from "./allows.ts";

/** One workload that must reach a port somewhere. */
export interface Edge {
  readonly client: Workload;
  readonly far: FarEnd;
  readonly port: number;
  readonly connection: Connection;
}

/** The edges of the network that the addresses in a render need, each once. */
export function neededEdges(connections: readonly Connection[]): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const connection of connections) {
    for (const edge of edgesOf(connection)) {
      const id = `${objectName(edge.client.manifest.identity)} ${farName(edge, connection)}:${edge.port}`;
      if (!edges.has(id)) edges.set(id, edge);
    }
  }
  return [...edges.values()];
}

function edgesOf(connection: Connection): readonly Edge[] {
  const { clients, verdict, serverPort: port } = connection;
  if (port === undefined || (verdict !== "ok" && verdict !== "external")) return [];
  return clients.flatMap((client) =>
    farEnds(connection)
      .filter((far) => !isOwn(client, far, connection))
      .map((far) => ({ client, far, port, connection })),
  );
}

function farEnds(connection: Connection): readonly FarEnd[] {
  const { servers, verdict } = connection;
  if (servers.length > 0) return servers.map((workload) => ({ workload }));
  return verdict === "external" ? [farOutside(connection)] : [];
}

/** `name.namespace` of a namespace that the render does not fill looks like a host of the internet. */
function farOutside({ host, target }: Connection): FarEnd {
  const labels = host.replace(/\.svc(\..*)?$/u, "").split(".");
  const namespace = labels[1];
  if (labels.length !== 2 || namespace === undefined) return "outside";
  return target.kind === "missing" ? { namespace } : { namespace, isMaybeOutside: true };
}

/** No policy keeps a pod from itself; and what several workloads read need not be for all of them. */
function isOwn(client: Workload, far: FarEnd, { clients }: Connection): boolean {
  if (far === "outside" || !("workload" in far) || far.workload !== client) return false;
  const replicas = valueAt(client.manifest.body, "spec", "replicas") ?? 1;
  return replicas === 1 || clients.length > 1;
}

function farName({ far }: Edge, { host }: Connection): string {
  if (far === "outside") return host;
  return "workload" in far ? objectName(far.workload.manifest.identity) : far.namespace;
}
