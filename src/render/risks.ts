import type { FieldChange, Risk } from "../model/manifest-diff.ts";
import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import { asMap, asText, type Value } from "../model/value.ts";

export interface RiskRequest {
  readonly previous: Manifest;
  readonly manifest: Manifest;
  /** All that differs, nothing hidden. */
  readonly fields: readonly FieldChange[];
}

/** By kind: fields that the API server does not let anyone change. */
const immutable: Readonly<Record<string, RegExp>> = {
  Deployment: /^spec\.selector\b/,
  DaemonSet: /^spec\.selector\b/,
  StatefulSet:
    /^spec\.(?!(?:replicas|ordinals|template|updateStrategy|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy|minReadySeconds)\b)/,
  Job: /^spec\.(?:template|selector|completions|completionMode)\b/,
  Service: /^spec\.clusterIPs?\b/,
  PersistentVolumeClaim: /^spec\.(?!resources\.requests\.storage$|volumeAttributesClassName)/,
  RoleBinding: /^roleRef\b/,
  ClusterRoleBinding: /^roleRef\b/,
  StorageClass: /^(?:provisioner|parameters|reclaimPolicy|volumeBindingMode)\b/,
  Secret: /^type$/,
};

/** Kinds that hold data or that others live in. */
const holding: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "every object of its kind goes with it",
  KafkaTopic: "the topic's data may go with it",
  Namespace: "everything in it goes with it",
  PersistentVolume: "its data may go with it",
  PersistentVolumeClaim: "its data may go with it",
  Secret: "what it holds is gone",
  StatefulSet: "its pods stop, and its volumes stay behind or go with it",
};
const restarting = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** What is risky about an object that comes or goes. */
export function presenceRisks(
  { identity }: Manifest,
  change: "added" | "removed",
): readonly Risk[] {
  const held = holding[identity.kind];
  if (change === "added") return [];
  if (held !== undefined) return [danger("DATA_REMOVED", `removed: ${held}`)];
  const isGuard = identity.kind === "NetworkPolicy" || identity.kind === "PodDisruptionBudget";
  return isGuard ? [note("GUARD_REMOVED", "what it kept apart or up is open now")] : [];
}

/** What is risky about a change of an object. */
export function changeRisks(request: RiskRequest): readonly Risk[] {
  return [
    ...identityRisks(request),
    ...immutableRisks(request),
    ...replicaRisks(request),
    ...storageRisks(request),
    ...restartRisks(request),
    ...fieldRisks(request.fields),
  ];
}

function identityRisks({ previous, manifest }: RiskRequest): readonly Risk[] {
  const [was, is] = [previous.identity, manifest.identity];
  if (isSamePlace(was, is)) return [];
  const risks = [];
  if (was.namespace !== is.namespace) {
    risks.push(
      danger("NAMESPACE", `moves from namespace ${was.namespace ?? "none"}: it is made anew`),
    );
  }
  const held = holding[is.kind];
  if (held !== undefined) risks.push(danger("DATA_REMOVED", `made anew under this name: ${held}`));
  return risks;
}

function isSamePlace(was: ObjectIdentity, is: ObjectIdentity): boolean {
  return was.name === is.name && was.namespace === is.namespace;
}

function immutableRisks({ previous, manifest, fields }: RiskRequest): readonly Risk[] {
  const pattern = immutable[manifest.identity.kind];
  const isFrozen = previous.body["immutable"] === true;
  const field = fields.find(
    ({ path }) =>
      pattern?.test(path) === true || (isFrozen && /^(?:data|binaryData|stringData)\b/.test(path)),
  );
  if (field === undefined) return [];
  if (field.path.startsWith("spec.volumeClaimTemplates")) {
    return [danger("VOLUME", "the API server refuses other volumes: delete the StatefulSet first")];
  }
  const says = `the API server refuses a change of ${field.path}: delete the object first`;
  return [danger("IMMUTABLE", says)];
}

function replicaRisks({ fields }: RiskRequest): readonly Risk[] {
  const field = fields.find(({ path }) => path === "spec.replicas");
  if (field === undefined) return [];
  const [was, is] = [Number(field.before ?? 1), Number(field.after ?? 1)];
  if (is === 0) return [danger("SCALED_TO_ZERO", "no pod is left")];
  return is < was ? [note("SCALED_DOWN", `${was - is} of ${was} pods go`)] : [];
}

function storageRisks({ manifest, fields }: RiskRequest): readonly Risk[] {
  const volume = fields.find(({ path }) => path.endsWith("resources.requests.storage"));
  const risks: Risk[] = [];
  const isClaim = manifest.identity.kind === "PersistentVolumeClaim";
  if (isClaim && volume !== undefined && sizeBytes(volume.after) < sizeBytes(volume.before)) {
    risks.push(danger("IMMUTABLE", "a volume cannot shrink"));
  }
  return risks;
}

const powers = ["", "K", "M", "G", "T", "P", "E"];

function sizeBytes(value: Value | undefined): number {
  const [, number, unit = "", binary] = /^([\d.]+)([KMGTPE]?)(i?)$/.exec(asText(value)) ?? [];
  return Number(number ?? 0) * (binary === "i" ? 1024 : 1000) ** Math.max(0, powers.indexOf(unit));
}

/** A change of the pod template starts every pod anew. */
function restartRisks({ manifest, fields }: RiskRequest): readonly Risk[] {
  const isTemplate = fields.some(({ path }) => /^spec\.template\b/.test(path));
  if (!isTemplate || !restarting.has(manifest.identity.kind)) return [];
  const spec = asMap(manifest.body["spec"]);
  const strategy = asMap(spec["strategy"] ?? spec["updateStrategy"])["type"];
  if (strategy === "Recreate") return [danger("RESTART", "restarts all pods at once")];
  if (strategy === "OnDelete") return [note("RESTART", "pods change when they are deleted")];
  return [note("RESTART", "restarts pods, one by one")];
}

/** Changes that are risky wherever they stand. */
const risky: readonly (readonly [RegExp, (field: FieldChange) => Risk | undefined])[] = [
  [
    /(?:liveness|readiness|startup)Probe$/,
    ({ after }) => (after === undefined ? note("PROBE", "a probe is gone") : undefined),
  ],
  [
    /\.image$/,
    ({ after }) =>
      asText(after).endsWith(":latest") ? note("IMAGE", "`latest` is a moving target") : undefined,
  ],
  [
    /(?:verbs|apiGroups|resources)\[\]$/,
    ({ after }) => (after === "*" ? danger("RBAC", "allows everything") : undefined),
  ],
  [
    /\[argocd\.argoproj\.io\/(?:sync-wave|sync-options|hook)[^\]]*\]$/,
    ({ path }) => note("SYNC", `Argo CD goes by ${path}`),
  ],
  [
    /(?:slot\.name|topic\.prefix|group\.id|publication\.name|application\.id)\]?$/,
    ({ path }) => danger("OFFSETS", `${path} names stored state: data is read again or lost`),
  ],
  [
    /(?:checkpoint|savepoint)s?[-.](?:dir|path)\]?$/i,
    ({ path }) => danger("OFFSETS", `${path} says where state is kept`),
  ],
];

function fieldRisks(fields: readonly FieldChange[]): readonly Risk[] {
  const risks = fields.flatMap((field) =>
    risky.flatMap(([pattern, risk]) => (pattern.test(field.path) ? (risk(field) ?? []) : [])),
  );
  return [...new Map(risks.map((risk) => [`${risk.code} ${risk.says}`, risk])).values()];
}

function danger(code: string, says: string): Risk {
  return { code, level: "danger", says };
}

function note(code: string, says: string): Risk {
  return { code, level: "note", says };
}
