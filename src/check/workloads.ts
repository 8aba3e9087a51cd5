import { pointerTo } from "../model/json-pointer.ts";
import type { Manifest } from "../model/manifest.ts";
import { asList, asMap, isMap, type Value, type ValueMap } from "../model/value.ts";
import { textOf, valueAt } from "./read-value.ts";

/** One container of a pod template, and where it stands. */
export interface Container {
  readonly name: string;
  readonly spec: ValueMap;
  readonly pointer: string;
  /** It ends before the others start, so nothing connects to it. */
  readonly isInit: boolean;
}

/** An object that makes pods: what its pods are. */
export interface Workload {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly labels: ValueMap;
  readonly pod: ValueMap;
  /** Pointer to the pod's spec. */
  readonly pointer: string;
  readonly containers: readonly Container[];
}

const podPaths: readonly (readonly string[])[] = [
  ["spec", "template"],
  ["spec", "jobTemplate", "spec", "template"],
];

/** The pods that an object makes; undefined for one that makes none. */
export function readWorkload(manifest: Manifest): Workload | undefined {
  if (manifest.identity.kind === "Pod") return workloadAt(manifest, []);
  for (const path of podPaths) {
    const spec = valueAt(manifest.body, ...path, "spec");
    if (isMap(spec) && Array.isArray(spec["containers"])) return workloadAt(manifest, path);
  }
  return undefined;
}

function workloadAt(manifest: Manifest, path: readonly string[]): Workload {
  const template = valueAt(manifest.body, ...path);
  const pod = asMap(valueAt(template, "spec"));
  const pointer = pointerTo("", ...path, "spec");
  return {
    manifest,
    namespace: manifest.identity.namespace ?? "",
    labels: asMap(valueAt(template, "metadata", "labels")),
    pod,
    pointer,
    containers: [
      ...containersAt(pod["initContainers"], pointerTo(pointer, "initContainers")),
      ...containersAt(pod["containers"], pointerTo(pointer, "containers")),
    ],
  };
}

function containersAt(list: Value | undefined, pointer: string): readonly Container[] {
  return asList(list).map((value, index) => {
    const spec = asMap(value);
    const isSidecar = spec["restartPolicy"] === "Always";
    return {
      name: textOf(spec["name"]) ?? String(index),
      spec,
      pointer: pointerTo(pointer, index),
      isInit: pointer.endsWith("/initContainers") && !isSidecar,
    };
  });
}
