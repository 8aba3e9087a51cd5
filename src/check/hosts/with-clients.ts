import { readConnectWorker } from "../connect/connect-worker.ts";
import type { Workload } from "../workloads.ts";
import type { Connection } from "./connection.ts";

/** Connections with those who really connect: a connector's worker, the exporter that probes for Prometheus. */
export function withClients(connections: readonly Connection[]): readonly Connection[] {
  const plain = connections.filter(({ isConnector, via }) => !isConnector && via === undefined);
  return connections.map((connection) => {
    if (connection.via !== undefined)
      return { ...connection, clients: probers(connections, connection) };
    if (!connection.isConnector) return connection;
    const workers = workersOf(plain, connection);
    return workers.length === 0 ? connection : { ...connection, clients: workers };
  });
}

/** The workers that those reach who read the connector's configuration. */
function workersOf(plain: readonly Connection[], connector: Connection): readonly Workload[] {
  const reached = plain
    .filter(({ clients }) => clients.some((client) => connector.clients.includes(client)))
    .flatMap(({ servers }) => servers)
    .filter((server) => readConnectWorker(server) !== undefined);
  return [...new Set(reached)];
}

/** The workloads at the address that a connection goes through; the way to that address is its readers' own. */
function probers(
  connections: readonly Connection[],
  { via = "", source, host, clients }: Connection,
): readonly Workload[] {
  if (via.includes(host)) return clients;
  const hop = connections.find(
    (each) =>
      each.source.identity.namespace === source.identity.namespace &&
      via.includes(each.host) &&
      each.servers.length > 0,
  );
  return hop?.servers ?? [];
}
