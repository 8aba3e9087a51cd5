import type { External } from "../../model/link.ts";
import type { Manifest } from "../../model/manifest.ts";
import { configMapKey } from "../config-map-readers.ts";
import { externalsHere } from "../exceptions.ts";
import { matches } from "../match-object.ts";
import { nearest } from "../nearest.ts";
import type { Scene } from "../scene.ts";
import type { Service } from "../services.ts";
import type { Workload } from "../workloads.ts";
import type { Connection } from "./connection.ts";
import { findMentions } from "./find-mentions.ts";
import type { Mention } from "./mention.ts";
import { reachService } from "./reach-service.ts";
import {
  readConfigMapEntries,
  readResourceEntries,
  readWorkloadEntries,
  type EntrySource,
} from "./read-entries.ts";
import { indexHosts, resolveHost, type HostIndex, type HostTarget } from "./resolve-host.ts";
import { withClients } from "./with-clients.ts";

interface Search {
  readonly scene: Scene;
  readonly index: HostIndex;
  readonly externals: readonly External[];
}

/** Every address that the render names, each with what became of it. */
export function findConnections(scene: Scene): readonly Connection[] {
  const externals = externalsHere(scene.context).filter(({ host }) => host !== undefined);
  const search: Search = { scene, index: indexHosts(scene), externals };
  return withClients([
    ...scene.workloads.flatMap((workload) =>
      readWorkloadEntries(workload).flatMap((source) => connect(search, source, [workload])),
    ),
    ...scene.manifests.flatMap((manifest) =>
      sourcesOf(manifest).flatMap((source) =>
        connect(search, source, scene.readers.get(configMapKey(manifest)) ?? []),
      ),
    ),
  ]);
}

function sourcesOf(manifest: Manifest): readonly EntrySource[] {
  const { kind, group } = manifest.identity;
  return kind === "ConfigMap" && group === ""
    ? readConfigMapEntries(manifest)
    : readResourceEntries(manifest);
}

/** The same address twice in one field is one connection. */
function connect(
  search: Search,
  source: EntrySource,
  clients: readonly Workload[],
): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const entry of source.entries) {
    for (const mention of findMentions(entry)) {
      const id = `${entry.key} ${mention.host}:${mention.port ?? ""}`;
      const connection = judge(search, source, mention);
      if (connection !== undefined && !found.has(id)) {
        const isConnector = source.isConnector === true;
        const via = source.via === undefined ? {} : { via: source.via };
        found.set(id, { ...connection, clients, isConnector, ...via, key: entry.key });
      }
    }
  }
  return [...found.values()];
}

type Judged = Omit<Connection, "clients" | "key" | "isConnector" | "via">;

function judge(search: Search, source: EntrySource, mention: Mention): Judged | undefined {
  const { manifest, pointer } = source;
  const { host, port } = mention;
  const namespace = manifest.identity.namespace ?? "";
  const target = resolveHost(search.index, host, namespace);
  const base = { source: manifest, pointer, host, port, target };
  if (target.kind === "api") return { ...base, verdict: "ok", servers: [], serverPort: port };
  if (target.kind === "service" || target.kind === "pod") {
    return judgeInside({ ...base, mention, target });
  }
  const external = search.externals.find((each) => isExternal(each, mention));
  if (external !== undefined) {
    return { ...base, verdict: "external", external, servers: [], serverPort: port };
  }
  const isMeant = mention.isCertain || isMistyped(search, mention, namespace);
  return isMeant
    ? { ...base, verdict: "missing", obstacle: "host", servers: [], serverPort: port }
    : undefined;
}

interface Inside {
  readonly source: Manifest;
  readonly pointer: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly mention: Mention;
  readonly target: Extract<HostTarget, { readonly service: Service }>;
}

function judgeInside({ mention, ...base }: Inside): Judged | undefined {
  const { target } = base;
  const { service } = target;
  const reach = reachService(
    target.kind === "pod" ? { ...service, isHeadless: true } : service,
    mention,
  );
  // A plain word with a number, such as `postgres:999` after chown, is an address only where it fits.
  if (reach.verdict === "missing" && !mention.isCertain && /^\w+$/u.test(mention.host))
    return undefined;
  const isLostPod = target.kind === "pod" && !target.isThere;
  return {
    ...base,
    ...reach,
    ...(isLostPod ? { verdict: "missing", obstacle: "pod" } : {}),
    service,
    servers: service.workloads,
  };
}

/** `name.namespace`, `name.namespace.svc` and the full name mean the same host. */
function isExternal(external: External, { host, port }: Mention): boolean {
  const isPort = external.port === undefined || port === undefined || external.port === port;
  return isPort && matches(plainHost(external.host ?? ""), plainHost(host), "[^.]*");
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/u, "")
    .replace(/\.svc(\.cluster\.local)?$/u, "");
}

/** A name that nobody would take for an address, were it not almost a Service's with a port of its. */
function isMistyped({ scene }: Search, { host, port }: Mention, namespace: string): boolean {
  if (host.length < 5 || port === undefined) return false;
  const near = scene.services.filter(
    (s) => s.namespace === namespace && s.ports.some((p) => p.number === port),
  );
  return (
    nearest(
      host,
      near.map(({ name }) => name),
    ) !== undefined
  );
}
