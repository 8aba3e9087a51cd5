import { readContainerPorts } from "../ports.ts";
import type { Workload } from "../workloads.ts";
import { isPeer, policiesFor, type PolicyIndex } from "./allows.ts";
import type { Direction, Peer, Policy, PolicyPort, PolicyRule } from "./policy.ts";

/** One allowance between two workloads of the render, for one port. */
export interface Allowance {
  readonly policy: Policy;
  readonly rule: PolicyRule;
  readonly client: Workload;
  readonly server: Workload;
  readonly port: number;
}

/** A peer of an allowance that should be pods of the render, and the workloads that it takes in. */
export interface PeerPods {
  readonly policy: Policy;
  readonly rule: PolicyRule;
  readonly peer: Peer;
  readonly near: readonly Workload[];
  readonly far: readonly Workload[];
}

/** Each peer that selects pods of the policy's own namespace, with what it takes in. */
export function peersOf(index: PolicyIndex, workloads: readonly Workload[]): readonly PeerPods[] {
  return index.policies.flatMap((policy) =>
    policy.rules.flatMap((rule) => {
      const near = workloads.filter((each) =>
        isRestricted({ index, policy }, each, rule.direction),
      );
      const peers = (rule.peers ?? []).filter(
        ({ podSelector, namespaceSelector }) =>
          podSelector !== undefined && namespaceSelector === undefined,
      );
      return peers.map((peer) => {
        const far = workloads.filter((workload) => isPeer({ index, policy, peer }, { workload }));
        return { policy, rule, peer, near, far };
      });
    }),
  );
}

interface Asked {
  readonly index: PolicyIndex;
  readonly policy: Policy;
}

function isRestricted({ index, policy }: Asked, workload: Workload, direction: Direction): boolean {
  return policiesFor(index, workload, direction).includes(policy);
}

/** What a peer allows, workload by workload and port by port; ranges and all-ports are left out. */
export function allowancesOf(peer: PeerPods): readonly Allowance[] {
  const { policy, rule, near, far } = peer;
  return near.flatMap((inside) =>
    far.flatMap((outside) => {
      const isIngress = rule.direction === "Ingress";
      const [client, server] = isIngress ? [outside, inside] : [inside, outside];
      const ports = (rule.ports ?? []).flatMap((port) => numbersOf(port, server));
      return ports.map((port) => ({ policy, rule, client, server, port }));
    }),
  );
}

function numbersOf({ port, endPort, transport }: PolicyPort, server: Workload): readonly number[] {
  if (transport !== "TCP" || endPort !== undefined || port === undefined) return [];
  if (typeof port === "number") return [port];
  const named = readContainerPorts(server).filter(({ name }) => name === port);
  return named.map(({ number }) => number);
}
