import type { Manifest } from "../../model/manifest.ts";
import { asMap, type ValueMap } from "../../model/value.ts";
import { matchesSelector } from "../match-selector.ts";
import { readContainerPorts } from "../ports.ts";
import { valueAt } from "../read-value.ts";
import type { Scene } from "../scene.ts";
import type { Workload } from "../workloads.ts";
import {
  readPolicy,
  type Direction,
  type Peer,
  type Policy,
  type PolicyPort,
  type PolicyRule,
} from "./policy.ts";

/** The policies of a render, by the workloads that they restrict, and the labels of its namespaces. */
export interface PolicyIndex {
  readonly policies: readonly Policy[];
  readonly restricted: ReadonlyMap<Policy, readonly Workload[]>;
  readonly byWorkload: ReadonlyMap<Workload, readonly Policy[]>;
  readonly namespaceLabels: ReadonlyMap<string, ValueMap>;
}

/** Index the policies of a render. */
export function indexPolicies({ manifests, pods }: Scene): PolicyIndex {
  const policies = manifests.map((manifest) => readPolicy(manifest)).filter((p) => p !== undefined);
  const restricted = new Map(
    policies.map((policy) => [policy, pods.select(policy.namespace, policy.selector)] as const),
  );
  const byWorkload = new Map<Workload, Policy[]>();
  for (const [policy, workloads] of restricted) {
    for (const workload of workloads) {
      byWorkload.set(workload, [...(byWorkload.get(workload) ?? []), policy]);
    }
  }
  return { policies, restricted, byWorkload, namespaceLabels: readNamespaceLabels(manifests) };
}

/** What lies at the far end of a connection: pods of the render, or something outside it. */
export type FarEnd =
  | { readonly workload: Workload }
  /** Pods in a namespace that something else fills; or, where a name can mean both, an address outside. */
  | { readonly namespace: string; readonly isMaybeOutside?: true }
  /** An address that only the network knows. */
  | "outside";

/** The labels that a render gives its namespaces, by namespace. */
function readNamespaceLabels(manifests: readonly Manifest[]): ReadonlyMap<string, ValueMap> {
  const namespaces = manifests.filter(({ identity }) => identity.kind === "Namespace");
  return new Map(
    namespaces.map(({ identity, body }) => [
      identity.name,
      asMap(valueAt(body, "metadata", "labels")),
    ]),
  );
}

/** The policies that restrict a workload's traffic in one direction; none of them: all is allowed. */
export function policiesFor(
  { byWorkload }: PolicyIndex,
  workload: Workload,
  direction: Direction,
): readonly Policy[] {
  const policies = byWorkload.get(workload) ?? [];
  return policies.filter(({ directions }) => directions.includes(direction));
}

export interface Crossing {
  /** Whose policies are asked. */
  readonly near: Workload;
  readonly far: FarEnd;
  readonly direction: Direction;
  /** The port of the server's pods. */
  readonly port: number;
  /** Default: TCP. */
  readonly transport?: string;
}

/** Whether the policies of one end let a connection through. */
export function isAllowed(index: PolicyIndex, crossing: Crossing): boolean {
  const policies = policiesFor(index, crossing.near, crossing.direction);
  return policies.length === 0 || policies.some((policy) => lets(index, policy, crossing));
}

function lets(index: PolicyIndex, policy: Policy, crossing: Crossing): boolean {
  return policy.rules.some(
    (rule) =>
      rule.direction === crossing.direction &&
      isPortIn(rule, crossing) &&
      (rule.peers?.some((peer) => isPeer({ index, policy, peer }, crossing.far)) ?? true),
  );
}

function isPortIn(rule: PolicyRule, crossing: Crossing): boolean {
  return rule.ports?.some((port) => isPort(port, crossing)) ?? true;
}

/** A port's name means the port that the server's containers give this name. */
function isPort({ port, endPort, transport }: PolicyPort, crossing: Crossing): boolean {
  if (transport !== (crossing.transport ?? "TCP")) return false;
  if (port === undefined) return true;
  if (typeof port === "string") return isNamedPort(port, crossing);
  return crossing.port >= port && crossing.port <= (endPort ?? port);
}

function isNamedPort(port: string, crossing: Crossing): boolean {
  const server = crossing.direction === "Ingress" ? crossing.near : workloadOf(crossing.far);
  const ports = server === undefined ? [] : readContainerPorts(server);
  const named = ports.filter(({ name }) => name === port);
  return named.some(({ number }) => number === crossing.port);
}

function workloadOf(far: FarEnd): Workload | undefined {
  return far !== "outside" && "workload" in far ? far.workload : undefined;
}

interface PeerOf {
  readonly index: PolicyIndex;
  readonly policy: Policy;
  readonly peer: Peer;
}

/** Whether an allowance's peer takes in the far end. Pods have addresses that no manifest knows. */
export function isPeer({ index, policy, peer }: PeerOf, far: FarEnd): boolean {
  if (peer.cidr !== undefined) return isOutside(far) || isWholeNetwork(peer);
  if (far === "outside" || !isNamespace({ index, policy, peer }, far)) return false;
  if (peer.podSelector === undefined || !("workload" in far)) return true;
  return matchesSelector(far.workload.labels, peer.podSelector);
}

function isNamespace({ index, policy, peer }: PeerOf, far: Exclude<FarEnd, "outside">): boolean {
  const namespace = "workload" in far ? far.workload.namespace : far.namespace;
  if (peer.namespaceSelector === undefined) return namespace === policy.namespace;
  return matchesSelector(labelsOf(index, namespace), peer.namespaceSelector);
}

function isOutside(far: FarEnd): boolean {
  return far === "outside" || "isMaybeOutside" in far;
}

function isWholeNetwork({ cidr, except }: Peer): boolean {
  return except.length === 0 && /^(0\.0\.0\.0|::)\/0$/u.test(cidr ?? "");
}

/** Every namespace carries its own name as a label. */
function labelsOf({ namespaceLabels }: PolicyIndex, namespace: string): ValueMap {
  return { ...namespaceLabels.get(namespace), "kubernetes.io/metadata.name": namespace };
}
