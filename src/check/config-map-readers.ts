import type { Manifest } from "../model/manifest.ts";
import { readPodReferences } from "./pod-references.ts";
import type { Workload } from "./workloads.ts";

/** The workloads that mount a ConfigMap or take variables from it, by `configMapKey`. */
export function readersOfConfigMaps(
  workloads: readonly Workload[],
): ReadonlyMap<string, readonly Workload[]> {
  const pairs = workloads.flatMap((workload) => {
    const maps = readPodReferences(workload).filter(({ type }) => type === "/ConfigMap");
    const names = new Set(maps.map(({ name }) => `${workload.namespace}/${name}`));
    return [...names].map((key) => ({ key, workload }));
  });
  const groups = Map.groupBy(pairs, ({ key }) => key);
  return new Map([...groups].map(([key, list]) => [key, list.map(({ workload }) => workload)]));
}

/** `namespace/name` of a ConfigMap. */
export function configMapKey({ identity }: Manifest): string {
  return `${identity.namespace ?? ""}/${identity.name}`;
}
