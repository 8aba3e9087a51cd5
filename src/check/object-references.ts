import { pointerTo } from "../model/json-pointer.ts";
import type { Manifest } from "../model/manifest.ts";
import { asList, asMap, type Value } from "../model/value.ts";
import { readPullSecrets } from "./pod-references.ts";
import { textOf, valueAt } from "./read-value.ts";
import type { Reference } from "./reference.ts";

type Reader = (manifest: Manifest) => readonly Reference[];

const readers: Readonly<Record<string, Reader>> = {
  "/ServiceAccount": readAccountPullSecrets,
  "apps/StatefulSet": readServiceName,
  "networking.k8s.io/Ingress": readIngressTls,
  "rbac.authorization.k8s.io/RoleBinding": readBinding,
  "rbac.authorization.k8s.io/ClusterRoleBinding": readBinding,
  "autoscaling/HorizontalPodAutoscaler": readScaleTarget,
  "external-secrets.io/ExternalSecret": readStore,
  "external-secrets.io/SecretStore": readStoreCredentials,
};

/** What an object names outside its pods: by a table of kinds. */
export function readObjectReferences(manifest: Manifest): readonly Reference[] {
  const { group, kind } = manifest.identity;
  return readers[`${group}/${kind}`]?.(manifest) ?? [];
}

function readAccountPullSecrets(manifest: Manifest): readonly Reference[] {
  const parts = readPullSecrets(manifest.body["imagePullSecrets"], "/imagePullSecrets");
  return parts.map((part) => ({ ...part, from: manifest, ...namespaceOf(manifest) }));
}

function readServiceName(manifest: Manifest): readonly Reference[] {
  const name = textOf(valueAt(manifest.body, "spec", "serviceName"));
  return plain(manifest, { type: "/Service", name, pointer: "/spec/serviceName" });
}

/** With an issuer's annotation, cert-manager makes the Secret that the Ingress names. */
function readIngressTls(manifest: Manifest): readonly Reference[] {
  const annotations = Object.keys(asMap(valueAt(manifest.body, "metadata", "annotations")));
  const isIssued = annotations.some((key) =>
    /^cert-manager\.io\/(cluster-)?issuer$|\/tls-acme$/u.test(key),
  );
  if (isIssued) return [];
  return asList(valueAt(manifest.body, "spec", "tls")).flatMap((entry, index) => {
    const pointer = pointerTo("/spec/tls", index, "secretName");
    const keys = ["tls.crt", "tls.key"].map((key) => ({ key, pointer }));
    const name = textOf(valueAt(entry, "secretName"));
    return plain(manifest, { type: "/Secret", name, pointer, keys });
  });
}

function readBinding(manifest: Manifest): readonly Reference[] {
  const role = valueAt(manifest.body, "roleRef");
  const kind = textOf(valueAt(role, "kind")) ?? "Role";
  const name = textOf(valueAt(role, "name"));
  const where = kind === "ClusterRole" ? {} : namespaceOf(manifest);
  return [
    ...plain(manifest, {
      type: `rbac.authorization.k8s.io/${kind}`,
      name,
      pointer: "/roleRef/name",
      where,
    }),
    ...asList(manifest.body["subjects"]).flatMap((subject, index) =>
      readSubject(manifest, subject, index),
    ),
  ];
}

function readSubject(manifest: Manifest, subject: Value, index: number): readonly Reference[] {
  if (valueAt(subject, "kind") !== "ServiceAccount") return [];
  const name = textOf(valueAt(subject, "name"));
  const namespace = textOf(valueAt(subject, "namespace")) ?? manifest.identity.namespace;
  const where = namespace === undefined ? {} : { namespace };
  const pointer = pointerTo("/subjects", index, "name");
  return plain(manifest, { type: "/ServiceAccount", name, pointer, where });
}

function readScaleTarget(manifest: Manifest): readonly Reference[] {
  const target = valueAt(manifest.body, "spec", "scaleTargetRef");
  const group = (textOf(valueAt(target, "apiVersion")) ?? "").split("/").slice(0, -1).join("/");
  const type = `${group}/${textOf(valueAt(target, "kind")) ?? ""}`;
  const name = textOf(valueAt(target, "name"));
  return plain(manifest, { type, name, pointer: "/spec/scaleTargetRef/name" });
}

function readStore(manifest: Manifest): readonly Reference[] {
  const store = valueAt(manifest.body, "spec", "secretStoreRef");
  const kind = textOf(valueAt(store, "kind")) ?? "SecretStore";
  const where = kind === "SecretStore" ? namespaceOf(manifest) : {};
  const name = textOf(valueAt(store, "name"));
  return plain(manifest, {
    type: `external-secrets.io/${kind}`,
    name,
    pointer: "/spec/secretStoreRef/name",
    where,
  });
}

function readStoreCredentials(manifest: Manifest): readonly Reference[] {
  const auth = valueAt(manifest.body, "spec", "provider", "aws", "auth");
  const account = textOf(valueAt(auth, "jwt", "serviceAccountRef", "name"));
  const base = "/spec/provider/aws/auth";
  const secrets = ["accessKeyIDSecretRef", "secretAccessKeySecretRef", "sessionTokenSecretRef"];
  return [
    ...plain(manifest, {
      type: "/ServiceAccount",
      name: account,
      pointer: `${base}/jwt/serviceAccountRef/name`,
    }),
    ...secrets.flatMap((field) => {
      const ref = valueAt(auth, "secretRef", field);
      const key = textOf(valueAt(ref, "key"));
      const at = `${base}/secretRef/${field}`;
      const keys = key === undefined ? [] : [{ key, pointer: `${at}/key` }];
      return plain(manifest, {
        type: "/Secret",
        name: textOf(valueAt(ref, "name")),
        pointer: `${at}/name`,
        keys,
      });
    }),
  ];
}

interface Plain {
  readonly type: string;
  readonly name: string | undefined;
  readonly pointer: string;
  readonly keys?: Reference["keys"];
  /** Default: the namespace of the object that names it. */
  readonly where?: { readonly namespace?: string };
}

function plain(manifest: Manifest, part: Plain): readonly Reference[] {
  const { type, name, pointer, keys = [], where = namespaceOf(manifest) } = part;
  if (name === undefined) return [];
  return [{ from: manifest, type, name, pointer, keys, isOptional: false, ...where }];
}

function namespaceOf({ identity }: Manifest): { readonly namespace?: string } {
  return identity.namespace === undefined ? {} : { namespace: identity.namespace };
}
