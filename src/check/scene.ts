import type { Manifest } from "../model/manifest.ts";
import type { CheckContext } from "./check-context.ts";
import { readersOfConfigMaps } from "./config-map-readers.ts";
import { readKeyedObject, type KeyedObject } from "./keyed-objects.ts";
import { LabelIndex } from "./label-index.ts";
import { openList } from "./open-list.ts";
import { readServices, type Service } from "./services.ts";
import { readWorkload, type Workload } from "./workloads.ts";

/** The render, indexed once for all rules. */
export interface Scene {
  readonly context: CheckContext;
  /** Every object, those inside a List too. */
  readonly manifests: readonly Manifest[];
  readonly workloads: readonly Workload[];
  /** Workloads by the labels of their pods. */
  readonly pods: LabelIndex<Workload>;
  /** The workloads that read a ConfigMap, by `configMapKey`. */
  readonly readers: ReadonlyMap<string, readonly Workload[]>;
  /** By `objectKey`. */
  readonly objects: ReadonlyMap<string, Manifest>;
  /** Secrets and ConfigMaps by `objectKey`, with everything that makes them. */
  readonly keyedObjects: ReadonlyMap<string, readonly KeyedObject[]>;
  readonly services: readonly Service[];
}

/** Index a render for the rules. */
export function buildScene(rendered: readonly Manifest[], context: CheckContext): Scene {
  const manifests = rendered.flatMap((manifest) => openList(manifest));
  const workloads = manifests.map((manifest) => readWorkload(manifest)).filter(isThere);
  const keyed = manifests.map((manifest) => readKeyedObject(manifest)).filter(isThere);
  const pods = new LabelIndex(workloads, {
    namespaceOf: ({ namespace }) => namespace,
    labelsOf: ({ labels }) => labels,
  });
  return {
    context,
    manifests,
    workloads,
    pods,
    readers: readersOfConfigMaps(workloads),
    services: readServices(manifests, pods),
    objects: new Map(manifests.map((manifest) => [identityKey(manifest), manifest])),
    keyedObjects: Map.groupBy(keyed, (made) =>
      objectKey(`/${made.kind}`, made.namespace, made.name),
    ),
  };
}

function identityKey({ identity }: Manifest): string {
  return objectKey(`${identity.group}/${identity.kind}`, identity.namespace, identity.name);
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** The key of an object in `Scene.objects`; `type` is `group/Kind`, with nothing before the slash for the core API. */
export function objectKey(type: string, namespace: string | undefined, name: string): string {
  return `${type} ${namespace ?? ""}/${name}`;
}
