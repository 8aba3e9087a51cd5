import type { Value } from "../../model/value.ts";
import { valueAt } from "../read-value.ts";
import type { Scene } from "../scene.ts";
import type { Service } from "../services.ts";
import type { Workload } from "../workloads.ts";

/** Where a host leads inside the cluster. */
export type HostTarget =
  | { readonly kind: "service"; readonly service: Service }
  /** One pod behind a headless Service; `isThere` says whether a StatefulSet makes it. */
  | {
      readonly kind: "pod";
      readonly service: Service;
      readonly pod: string;
      readonly isThere: boolean;
    }
  /** The Kubernetes API. */
  | { readonly kind: "api" }
  /** A name of this cluster that the render does not have, as `name.namespace`. */
  | { readonly kind: "missing"; readonly name: string }
  | { readonly kind: "outside" };

/** Services by `namespace/name`, and the namespaces that the render has objects in. */
export interface HostIndex {
  readonly services: ReadonlyMap<string, Service>;
  readonly namespaces: ReadonlySet<string>;
}

/** Index what hosts can name. */
export function indexHosts(scene: Scene): HostIndex {
  return {
    services: new Map(scene.services.map((s) => [`${s.namespace}/${s.name}`, s])),
    namespaces: new Set(scene.manifests.map(({ identity }) => identity.namespace ?? "")),
  };
}

/**
 * What a host means to a pod of `namespace`: a Service by its short, namespaced or full name, one pod
 * of a headless one, or a host outside.
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function resolveHost(index: HostIndex, host: string, namespace: string): HostTarget {
  const { labels, isFull } = readHost(host);
  if (isApi(labels)) return { kind: "api" };
  const isOurs = isFull || labels.length === 1 || isInRender(index, labels);
  const lost: HostTarget = isOurs
    ? { kind: "missing", name: labels.join(".") }
    : { kind: "outside" };
  return findTarget(index, labels, namespace) ?? lost;
}

/** The labels before `.svc`, and whether that was there. */
function readHost(host: string): { readonly labels: readonly string[]; readonly isFull: boolean } {
  const lower = host.toLowerCase().replace(/\.$/u, "");
  const inner = /^(.+)\.svc(?:\..+)?$/u.exec(lower)?.[1];
  return { labels: (inner ?? lower).split("."), isFull: inner !== undefined };
}

function isApi([name, namespace = "default"]: readonly string[]): boolean {
  return name === "kubernetes" && namespace === "default";
}

/** `name.namespace` of a namespace that the render fills: nothing but the render could have it. */
function isInRender(index: HostIndex, labels: readonly string[]): boolean {
  return labels.length === 2 && index.namespaces.has(labels[1] ?? "");
}

function findTarget(
  index: HostIndex,
  labels: readonly string[],
  namespace: string,
): HostTarget | undefined {
  const [first = "", second, third, ...rest] = labels;
  if (rest.length > 0) return undefined;
  if (third !== undefined) return findPod(index.services.get(`${third}/${second ?? ""}`), first);
  if (second === undefined) return asService(index.services.get(`${namespace}/${first}`));
  return (
    asService(index.services.get(`${second}/${first}`)) ??
    findPod(index.services.get(`${namespace}/${second}`), first)
  );
}

function asService(service: Service | undefined): HostTarget | undefined {
  return service === undefined ? undefined : { kind: "service", service };
}

function findPod(service: Service | undefined, pod: string): HostTarget | undefined {
  if (service === undefined) return undefined;
  return { kind: "pod", service, pod, isThere: service.isHeadless && hasPod(service, pod) };
}

function hasPod(service: Service, pod: string): boolean {
  return service.workloads.some(
    (workload) => isNamedPod(service, workload, pod) || isNumberedPod(service, workload, pod),
  );
}

function isNamedPod(service: Service, { pod: spec }: Workload, pod: string): boolean {
  return spec["subdomain"] === service.name && spec["hostname"] === pod;
}

function isNumberedPod(service: Service, { manifest }: Workload, pod: string): boolean {
  const { body, identity } = manifest;
  const prefix = `${identity.name}-`;
  if (valueAt(body, "spec", "serviceName") !== service.name || !pod.startsWith(prefix))
    return false;
  const ordinal = Number(pod.slice(prefix.length));
  const start = numberAt(valueAt(body, "spec", "ordinals", "start"), 0);
  const end = start + numberAt(valueAt(body, "spec", "replicas"), 1);
  return Number.isInteger(ordinal) && ordinal >= start && ordinal < end;
}

function numberAt(value: Value | undefined, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
