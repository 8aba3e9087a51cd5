import { pointerTo } from "../model/json-pointer.ts";
import type { Manifest } from "../model/manifest.ts";
import { asList, asMap, isMap, type Value, type ValueMap } from "../model/value.ts";
import type { LabelIndex } from "./label-index.ts";
import { textOf, valueAt } from "./read-value.ts";
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

/** Every Service of the render, with the workloads behind it. */
export function readServices(
  manifests: readonly Manifest[],
  pods: LabelIndex<Workload>,
): readonly Service[] {
  return manifests
    .filter(({ identity }) => identity.kind === "Service" && identity.group === "")
    .map((manifest) => readService(manifest, pods));
}

function readService(manifest: Manifest, pods: LabelIndex<Workload>): Service {
  const spec = asMap(manifest.body["spec"]);
  const namespace = manifest.identity.namespace ?? "";
  const found = spec["selector"];
  const selector = isMap(found) && Object.keys(found).length > 0 ? found : undefined;
  return {
    manifest,
    name: manifest.identity.name,
    namespace,
    ports: asList(spec["ports"]).flatMap((port, index) => readPort(port, index)),
    selector: spec["type"] === "ExternalName" ? undefined : selector,
    isHeadless: spec["clusterIP"] === "None",
    workloads: selector === undefined ? [] : pods.select(namespace, { matchLabels: selector }),
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
