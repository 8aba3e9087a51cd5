import type { Manifest } from "../model/manifest.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";

/** By API group, the kinds of Kubernetes 1.36 that have no namespace. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
  "admissionregistration.k8s.io": [
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "apiregistration.k8s.io": ["APIService"],
  "authentication.k8s.io": ["SelfSubjectReview", "TokenReview"],
  "authorization.k8s.io": [
    "SelfSubjectAccessReview",
    "SelfSubjectRulesReview",
    "SubjectAccessReview",
  ],
  "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
  "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
  "internal.apiserver.k8s.io": ["StorageVersion"],
  "networking.k8s.io": ["IPAddress", "IngressClass", "ServiceCIDR"],
  "node.k8s.io": ["RuntimeClass"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "resource.k8s.io": [
    "DeviceClass",
    "DeviceTaintRule",
    "ResourcePoolStatusRequest",
    "ResourceSlice",
  ],
  "scheduling.k8s.io": ["PriorityClass"],
  "storage.k8s.io": [
    "CSIDriver",
    "CSINode",
    "StorageClass",
    "VolumeAttachment",
    "VolumeAttributesClass",
  ],
  "storagemigration.k8s.io": ["StorageVersionMigration"],
};

const builtInKeys = Object.entries(builtIn).flatMap(([group, kinds]) =>
  kinds.map((kind) => scopeKey(kind, group)),
);

/** Kinds of operators that are seldom in the same render as their definition. */
const wellKnown = [
  "ClusterIssuer.cert-manager.io",
  "ClusterExternalSecret.external-secrets.io",
  "ClusterPushSecret.external-secrets.io",
  "ClusterSecretStore.external-secrets.io",
  "ClusterGenerator.generators.external-secrets.io",
  "GatewayClass.gateway.networking.k8s.io",
  "ClusterPolicy.kyverno.io",
];

/** How `render.clusterScoped` of keelson.yaml names a kind: `Kind.group`, or `Kind` in the core API. */
export function scopeKey(kind: string, group: string): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** All kinds without a namespace: Kubernetes' own, those that the configuration names, and those that a CRD among `bodies` defines. */
export function findClusterScoped(
  bodies: readonly ValueMap[],
  configured: readonly string[],
): ReadonlySet<string> {
  const scopes = new Set([...builtInKeys, ...wellKnown, ...configured]);
  for (const body of bodies) applyDefinition(body, scopes);
  return scopes;
}

function applyDefinition(body: ValueMap, scopes: Set<string>): void {
  if (body["kind"] !== "CustomResourceDefinition" || !isMap(body["spec"])) return;
  const { group, names, scope } = body["spec"];
  const kind = isMap(names) ? names["kind"] : undefined;
  if (!isText(group) || !isText(kind)) return;
  if (scope === "Cluster") scopes.add(scopeKey(kind, group));
  else scopes.delete(scopeKey(kind, group));
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string";
}

/** The group of an `apiVersion`; the core API's is empty. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** Order by release, then identity: group, kind, namespace, name. */
export function compareManifests(a: Manifest, b: Manifest): number {
  return (
    compareText(a.release, b.release) ||
    compareText(a.identity.group, b.identity.group) ||
    compareText(a.identity.kind, b.identity.kind) ||
    compareText(a.identity.namespace ?? "", b.identity.namespace ?? "") ||
    compareText(a.identity.name, b.identity.name)
  );
}

/** Order by code units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
