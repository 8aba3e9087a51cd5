import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isMap } from "../../model/value.ts";
import { configMapKey } from "../config-map-readers.ts";
import type { Connection } from "../hosts/connection.ts";
import type { Scene } from "../scene.ts";
import type { Workload } from "../workloads.ts";
import { readConnectWorker, type ConnectWorker } from "./connect-worker.ts";

/** A connector's configuration in a ConfigMap, and the workers that it is meant for. */
export interface Connector {
  readonly name: string;
  readonly manifest: Manifest;
  readonly pointer: string;
  readonly config: ReadonlyMap<string, string>;
  /** Those that the registering workloads reach; none where the render does not say. */
  readonly workers: readonly ConnectWorker[];
}

/** Every connector that the render configures, in the form that Connect's interface takes. */
export function readConnectors(
  scene: Scene,
  connections: readonly Connection[],
): readonly Connector[] {
  return scene.manifests.flatMap((manifest) => {
    const data = manifest.body["data"];
    if (manifest.identity.kind !== "ConfigMap" || !isMap(data)) return [];
    const found = Object.entries(data).flatMap(([key, text]) => {
      const config = typeof text === "string" ? readConfig(text) : undefined;
      return config === undefined ? [] : [{ key, config }];
    });
    if (found.length === 0) return [];
    const workers = workersOf(connections, scene.readers.get(configMapKey(manifest)) ?? []);
    return found.map(({ key, config }) => {
      const name = config.get("name") ?? key.replace(/\.json$/u, "");
      return { name, manifest, pointer: pointerTo("/data", key), config, workers };
    });
  });
}

function workersOf(
  connections: readonly Connection[],
  registrars: readonly Workload[],
): readonly ConnectWorker[] {
  const servers = connections
    .filter(
      ({ clients, isConnector }) => !isConnector && clients.some((c) => registrars.includes(c)),
    )
    .flatMap((connection) => connection.servers);
  return [...new Set(servers)]
    .map((server) => readConnectWorker(server))
    .filter((w) => w !== undefined);
}

/** The inner map, or the `config` of the `{ name, config }` that POST takes. */
function readConfig(text: string): ReadonlyMap<string, string> | undefined {
  if (!text.includes('"connector.class"')) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    const outer = fieldsOf(read);
    const inner = fieldsOf(outer.get("config"));
    const config = outer.has("connector.class") ? outer : inner;
    const scalars = [...config].filter(([, value]) =>
      ["string", "number", "boolean"].includes(typeof value),
    );
    return new Map(scalars.map(([key, value]) => [key, String(value)]));
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
