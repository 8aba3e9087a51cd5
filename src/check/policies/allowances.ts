import type { LabelIndex } from "../label-index.ts";
import { readContainerPorts } from "../ports.ts";
import type { Workload } from "../workloads.ts";
import type { PolicyIndex } from "./allows.ts";
import type { Peer, Policy, PolicyPort, PolicyRule } from "./policy.ts";

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
export function peersOf(index: PolicyIndex, pods: LabelIndex<Workload>): readonly PeerPods[] {
  return index.policies.flatMap((policy) =>
    policy.rules.flatMap((rule) => {
      const isAsked = policy.directions.includes(rule.direction);
      const near = isAsked ? (index.restricted.get(policy) ?? []) : [];
      return (rule.peers ?? []).flatMap((peer) => {
        const { podSelector, namespaceSelector } = peer;
        if (podSelector === undefined || namespaceSelector !== undefined) return [];
        return [{ policy, rule, peer, near, far: pods.select(policy.namespace, podSelector) }];
      });
    }),
  );
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
