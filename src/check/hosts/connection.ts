import type { External, Verdict } from "../../model/link.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Service } from "../services.ts";
import type { Workload } from "../workloads.ts";
import type { HostTarget } from "./resolve-host.ts";

/** What keeps a connection from being made. */
export type Obstacle = "host" | "pod" | "port" | "protocol";

/** One address that something in the render is told to connect to. */
export interface Connection {
  /** The object that says it, and where in it. */
  readonly source: Manifest;
  readonly pointer: string;
  /** The name that the address stands under. */
  readonly key: string;
  /** It stands in a connector's configuration: the worker that runs it connects. */
  readonly isConnector: boolean;
  /** Who stands at this address connects on the readers' behalf. */
  readonly via?: string;
  /** The workloads that connect. */
  readonly clients: readonly Workload[];
  readonly host: string;
  readonly port: number | undefined;
  readonly target: HostTarget;
  readonly verdict: Verdict;
  readonly obstacle?: Obstacle;
  readonly external?: External;
  /** Inside the cluster: the Service, the workloads behind it, and the port of their containers. */
  readonly service?: Service;
  readonly servers: readonly Workload[];
  readonly serverPort: number | undefined;
}
