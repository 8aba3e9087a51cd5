import type { Manifest } from "../model/manifest.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { isMap, listOf, mapOf, pointerTo, textOf, valueAt } from "./read-value.ts";
import type { Workload } from "./workloads.ts";

/** One port of a Service. */
export interface ServicePort {
  readonly number: number;
  readonly name: string | undefined;
  readonly transport: string;
  /** Number or name of the container's port. */
  readonly target: number | string;
  readonly appProtocol: string | undefined;
  readonly pointer: string;
}

/** A Service, with the workloads whose pods it leads to. */
export interface Service {
  readonly manifest: Manifest;
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly ServicePort[];
  /** Undefined when others than the selector say where it leads. */
  readonly selector: ValueMap | undefined;
  readonly isHeadless: boolean;
  readonly workloads: readonly Workload[];
}

type WorkloadsIn = ReadonlyMap<string, readonly Workload[]>;

/** Every Service of the render; `workloadsIn` holds the workloads by namespace. */
export function readServices(
  manifests: readonly Manifest[],
  workloadsIn: WorkloadsIn,
): readonly Service[] {
  return manifests
    .filter(({ identity }) => identity.kind === "Service" && identity.group === "")
    .map((manifest) => readService(manifest, workloadsIn));
}

function readService(manifest: Manifest, workloadsIn: WorkloadsIn): Service {
  const spec = mapOf(manifest.body["spec"]);
  const namespace = manifest.identity.namespace ?? "";
  const found = spec["selector"];
  const selector = isMap(found) && Object.keys(found).length > 0 ? found : undefined;
  const near = workloadsIn.get(namespace) ?? [];
  return {
    manifest,
    name: manifest.identity.name,
    namespace,
    ports: listOf(spec["ports"]).flatMap((port, index) => readPort(port, index)),
    selector: spec["type"] === "ExternalName" ? undefined : selector,
    isHeadless: spec["clusterIP"] === "None",
    workloads:
      selector === undefined ? [] : near.filter(({ labels }) => isSelected(labels, selector)),
  };
}

function readPort(port: Value, index: number): readonly ServicePort[] {
  const number = valueAt(port, "port");
  if (typeof number !== "number") return [];
  const target = valueAt(port, "targetPort");
  return [
    {
      number,
      name: textOf(valueAt(port, "name")),
      transport: textOf(valueAt(port, "protocol")) ?? "TCP",
      target: typeof target === "number" || typeof target === "string" ? target : number,
      appProtocol: textOf(valueAt(port, "appProtocol")),
      pointer: pointerTo("/spec/ports", index),
    },
  ];
}

/** Whether labels carry every pair of a selector. */
export function isSelected(labels: ValueMap, selector: ValueMap): boolean {
  for (const key of Object.keys(selector)) if (labels[key] !== selector[key]) return false;
  return true;
}
