import type { Finding } from "../../model/finding.ts";
import { isMap } from "../../model/value.ts";
import { placeIn } from "../object-name.ts";
import { readPodReferences } from "../pod-references.ts";
import { allowancesOf, peersOf, type Allowance, type PeerPods } from "../policies/allowances.ts";
import { indexPolicies, isAllowed, type PolicyIndex } from "../policies/allows.ts";
import { neededEdges, type Edge } from "../policies/needed-edges.ts";
import { readContainerPorts } from "../ports.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import { objectKey } from "../scene.ts";
import type { Workload } from "../workloads.ts";

/** Each allowance between pods of the render is for pods and ports that are there, has its other half, and serves a connection. */
export function checkAllowances(scene: LinkedScene): RuleResult {
  const index = indexPolicies(scene);
  const edges = indexEdges(neededEdges(scene.connections));
  const peers = peersOf(index, scene.pods);
  const allowances = peers.flatMap((peer) => allowancesOf(peer));
  return {
    findings: [
      ...peers.flatMap((peer) => noPods(peer)),
      ...once(allowances.flatMap((allowance) => judge({ scene, index, edges }, allowance))),
    ],
  };
}

function noPods({ policy, rule, far }: PeerPods): readonly Finding[] {
  if (far.length > 0) return [];
  const side = rule.direction === "Ingress" ? "from" : "to";
  return [
    {
      code: "POLICY_NO_POD",
      level: "warning",
      at: placeIn(policy.manifest, rule.pointer),
      says: `it allows traffic ${side} pods that nothing in the render makes`,
      fix: "use labels that a pod template carries, or take the allowance out",
    },
  ];
}

interface Known {
  readonly scene: LinkedScene;
  readonly index: PolicyIndex;
  readonly edges: ReadonlyMap<Workload, ReadonlyMap<Workload, ReadonlySet<number>>>;
}

function judge(known: Known, allowance: Allowance): readonly Finding[] {
  const { server, client, port } = allowance;
  const ports = readContainerPorts(server);
  const names = `${client.manifest.identity.name} to ${server.manifest.identity.name}`;
  if (ports.length > 0 && !ports.some(({ number }) => number === port)) {
    const there = [...new Set(ports.map(({ number }) => number))].join(", ");
    return [
      warn(allowance, "POLICY_NO_PORT", {
        says: `it allows ${names} on port ${port}, which no container has`,
        fix: `use one of ${there}: a policy sees the pod's port, not the Service's`,
      }),
    ];
  }
  if (client === server) return [];
  if (!isWhole(known.index, allowance)) {
    return [
      warn(allowance, "POLICY_ONE_SIDED", {
        says: `it allows ${names} on port ${port}, and the policies of the other end do not`,
        fix: "allow it at both ends, or take it out",
      }),
    ];
  }
  if (isNeeded(known, allowance)) return [];
  return [
    warn(allowance, "POLICY_NO_EDGE", {
      says: `it allows ${names} on port ${port}, and nothing in the render says that they connect`,
      fix: "take it out, or accept it with the reason",
    }),
  ];
}

function isWhole(index: PolicyIndex, { client, server, port }: Allowance): boolean {
  return (
    isAllowed(index, { near: client, far: { workload: server }, direction: "Egress", port }) &&
    isAllowed(index, { near: server, far: { workload: client }, direction: "Ingress", port })
  );
}

/** An address leads there, or both ends read a configuration that names the port. */
function isNeeded({ scene, edges }: Known, { client, server, port }: Allowance): boolean {
  if (edges.get(client)?.get(server)?.has(port) === true) return true;
  const named = new RegExp(`\\b${port}\\b`, "u");
  return sharedTexts(scene, client, server).some((text) => named.test(text));
}

/** The ports of each edge between workloads, by client and server. */
function indexEdges(edges: readonly Edge[]): Known["edges"] {
  const index = new Map<Workload, Map<Workload, Set<number>>>();
  for (const { client, far, port } of edges) {
    if (far === "outside" || !("workload" in far)) continue;
    const servers = index.get(client) ?? new Map<Workload, Set<number>>();
    const ports = servers.get(far.workload) ?? new Set<number>();
    index.set(client, servers.set(far.workload, ports.add(port)));
  }
  return index;
}

function sharedTexts(scene: LinkedScene, client: Workload, server: Workload): readonly string[] {
  const theirs = new Set(configMapsOf(server));
  const shared = configMapsOf(client).filter((key) => theirs.has(key));
  return shared.flatMap((key) => {
    const data = scene.objects.get(key)?.body["data"];
    return isMap(data) ? Object.values(data).filter((text) => typeof text === "string") : [];
  });
}

function configMapsOf(workload: Workload): readonly string[] {
  const references = readPodReferences(workload).filter(({ type }) => type === "/ConfigMap");
  return references.map(({ type, namespace, name }) => objectKey(type, namespace, name));
}

function warn(
  { policy, rule }: Allowance,
  code: string,
  text: Pick<Finding, "says" | "fix">,
): Finding {
  return { code, level: "warning", at: placeIn(policy.manifest, rule.pointer), ...text };
}

function once(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
