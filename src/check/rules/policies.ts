import type { Finding } from "../../model/finding.ts";
import type { Link } from "../../model/link.ts";
import { objectName, placeIn } from "../object-name.ts";
import { isAllowed, indexPolicies, policiesFor, type PolicyIndex } from "../policies/allows.ts";
import { neededEdges, type Edge } from "../policies/needed-edges.ts";
import type { Direction } from "../policies/policy.ts";
import type { LinkedScene, RuleResult } from "../rule.ts";
import type { Workload } from "../workloads.ts";

/** Each connection that is needed is let through by the policies of both ends, and names can be looked up. */
export function checkPolicies(scene: LinkedScene): RuleResult {
  const index = indexPolicies(scene);
  if (index.policies.length === 0) return { findings: [] };
  const edges = neededEdges(scene.connections);
  const results = edges.flatMap((edge) => [egress(index, edge), ingress(index, edge)]);
  const clients = new Set(edges.map(({ client }) => client));
  return {
    links: results.flatMap(({ links }) => links ?? []),
    findings: [
      ...results.flatMap(({ findings }) => findings),
      ...[...clients].flatMap((client) => checkDns(index, client)),
    ],
  };
}

function egress(index: PolicyIndex, edge: Edge): RuleResult {
  const { client, far, port } = edge;
  if (policiesFor(index, client, "Egress").length === 0) return { findings: [] };
  const isOpen = isAllowed(index, { near: client, far, direction: "Egress", port });
  return isOpen ? held(edge, client) : closed(edge, client, "Egress");
}

function ingress(index: PolicyIndex, edge: Edge): RuleResult {
  const { client, far, port } = edge;
  const server = far !== "outside" && "workload" in far ? far.workload : undefined;
  if (server === undefined || policiesFor(index, server, "Ingress").length === 0)
    return { findings: [] };
  const isOpen = isAllowed(index, {
    near: server,
    far: { workload: client },
    direction: "Ingress",
    port,
  });
  return isOpen ? held(edge, server) : closed(edge, server, "Ingress");
}

function held(edge: Edge, near: Workload): RuleResult {
  return { findings: [], links: [linkOf(edge, near, "ok")] };
}

function linkOf(edge: Edge, near: Workload, verdict: Link["verdict"]): Link {
  const { client, connection } = edge;
  return {
    from: placeIn(client.manifest),
    names: `way to ${connection.host}:${edge.port}`,
    verdict,
    to: `policies of ${objectName(near.manifest.identity)}`,
  };
}

function closed(edge: Edge, near: Workload, direction: Direction): RuleResult {
  const { client, connection, port } = edge;
  const isEgress = direction === "Egress";
  const name = near.manifest.identity.name;
  const from = client.manifest.identity.name;
  const finding: Finding = {
    code: isEgress ? "POLICY_EGRESS" : "POLICY_INGRESS",
    level: "error",
    at: placeIn(near.manifest),
    says: isEgress
      ? `${from} may not reach port ${port}, needed for ${connection.host}`
      : `${name} lets nothing of ${from} in on port ${port}, needed for ${connection.host}`,
    fix: `allow ${direction.toLowerCase()} ${isEgress ? "to" : "from"} it on port ${port} in a NetworkPolicy of ${name}`,
    notes: [`said in   ${objectName(connection.source.identity)}, \`${connection.key}\``],
  };
  return { findings: [finding], links: [linkOf(edge, near, "missing")] };
}

/** Every client looks names up. */
function checkDns(index: PolicyIndex, client: Workload): readonly Finding[] {
  const far = { namespace: "kube-system" };
  const isOpen = isAllowed(index, {
    near: client,
    far,
    direction: "Egress",
    port: 53,
    transport: "UDP",
  });
  if (isOpen) return [];
  return [
    {
      code: "POLICY_DNS",
      level: "error",
      at: placeIn(client.manifest),
      says: `${client.manifest.identity.name} may not look names up`,
      fix: "allow egress to kube-dns in kube-system on port 53, UDP and TCP",
    },
  ];
}
