import type { Graph, GraphEdge, GraphNode } from "../model/graph.ts";
import type { Manifest } from "../model/manifest.ts";
import type { CheckContext } from "./check-context.ts";
import type { Connection } from "./hosts/connection.ts";
import { findConnections } from "./hosts/find-connections.ts";
import { objectName } from "./object-name.ts";
import { buildScene } from "./scene.ts";
import type { Workload } from "./workloads.ts";

/** What talks to what: workloads and what is outside, joined by the addresses that the render names. */
export function buildGraph(manifests: readonly Manifest[], context: CheckContext): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const connections = findConnections(buildScene(manifests, context));
  for (const { from, to, label } of connections.flatMap((connection) => waysOf(connection))) {
    nodes.set(from.id, from).set(to.id, to);
    edges.set(`${from.id} ${to.id} ${label}`, { from: from.id, to: to.id, label });
  }
  const sorted = [...edges].toSorted(([a], [b]) => compare(a, b)).map(([, edge]) => edge);
  const ported = new Set(
    sorted.filter(({ label }) => label !== "").map(({ from, to }) => `${from} ${to}`),
  );
  return {
    nodes: [...nodes.values()].toSorted((a, b) => compare(a.id, b.id)),
    // An address without its port adds nothing where the same way is named with one.
    edges: sorted.filter(({ from, to, label }) => label !== "" || !ported.has(`${from} ${to}`)),
  };
}

interface Way {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly label: string;
}

/** What a workload says to itself is no way. */
function waysOf(connection: Connection): readonly Way[] {
  const label = String(connection.serverPort ?? connection.port ?? "");
  const ends = endsOf(connection);
  const ways = connection.clients.flatMap((client) =>
    ends.map((to) => ({ from: workloadNode(client), to, label })),
  );
  return ways.filter(({ from, to }) => from.id !== to.id);
}

function endsOf({ servers, host, verdict, target }: Connection): readonly GraphNode[] {
  if (servers.length > 0) return servers.map((server) => workloadNode(server));
  if (target.kind === "api")
    return [{ id: "Kubernetes API", label: "Kubernetes API", kind: "outside" }];
  return [{ id: host, label: host, kind: verdict === "missing" ? "missing" : "outside" }];
}

function workloadNode({ manifest }: Workload): GraphNode {
  const { kind, name } = manifest.identity;
  return { id: objectName(manifest.identity), label: `${name}\n${kind}`, kind: "workload" };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
