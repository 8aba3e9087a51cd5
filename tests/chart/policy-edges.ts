import { podTemplateOf, type Rendered, type Selector } from "./render-chart.ts";

const componentLabel = "app.kubernetes.io/name";

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}
export interface Edges {
  /** `client → server:port`, as the servers' policies allow it. */
  readonly ingress: readonly string[];
  /** The same, as the clients' policies allow it. */
  readonly egress: readonly string[];
}

/** Every edge that the network policies of a render allow, DNS aside. */
export function edgesOf(objects: readonly Rendered[]): Edges {
  const policies = objects.filter((object) => object.kind === "NetworkPolicy");
  const ingress = policies.flatMap((policy) =>
    rulesOf(policy, "ingress").flatMap(({ from = [], ports }) =>
      from.flatMap((peer) =>
        ports.map(({ port }) => `${nameOf(peer)} → ${ownName(policy)}:${port}`),
      ),
    ),
  );
  const egress = policies.flatMap((policy) =>
    rulesOf(policy, "egress").flatMap(({ to = [], ports }) =>
      to.flatMap((peer) => ports.map(({ port }) => `${ownName(policy)} → ${nameOf(peer)}:${port}`)),
    ),
  );
  return { ingress, egress: egress.filter((edge) => !edge.endsWith(":53")) };
}

/** Components that have pods, and component:port of each port that these listen on. */
export function podsOf(objects: readonly Rendered[]): ReadonlySet<string> {
  return new Set(objects.flatMap(endsOf));
}

function endsOf(object: Rendered): readonly string[] {
  const template = podTemplateOf(object);
  const component = template?.metadata.labels?.[componentLabel];
  if (template === undefined || component === undefined) return [];
  const ports = template.spec.containers.flatMap((container) => container.ports ?? []);
  return [component, ...ports.map(({ containerPort }) => `${component}:${containerPort}`)];
}

function rulesOf(policy: Rendered, side: "ingress" | "egress"): readonly Rule[] {
  const spec: { readonly [side: string]: unknown } = { ...policy.spec };
  const rules = spec[side];
  return Array.isArray(rules) ? rules.filter(isRule) : [];
}

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "ports" in value;
}

function nameOf(peer: Peer): string {
  if (peer.ipBlock !== undefined) return peer.ipBlock.cidr;
  const namespace = peer.namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"];
  if (namespace !== undefined) return `namespace ${namespace}`;
  return peer.podSelector?.matchLabels?.[componentLabel] ?? "anyone";
}

/** The policy's own pods, by what it selects and not by its name. */
function ownName(policy: Rendered): string {
  return policy.spec?.podSelector?.matchLabels?.[componentLabel] ?? "anyone";
}
