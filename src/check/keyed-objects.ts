import type { Manifest } from "../model/manifest.ts";
import { asList, asMap, isMap, type Value } from "../model/value.ts";
import { objectName } from "./object-name.ts";
import { textOf, valueAt } from "./read-value.ts";

/** A Secret or ConfigMap that the cluster will hold, and what in the render makes it. */
export interface KeyedObject {
  readonly kind: "Secret" | "ConfigMap";
  readonly namespace: string;
  readonly name: string;
  readonly keys: ReadonlySet<string>;
  /** It may hold further keys that only the cluster knows. */
  readonly isOpen: boolean;
  /** It adds to an object that another one makes. */
  readonly isGuest: boolean;
  /** `SealedSecret shop/db` */
  readonly maker: string;
  readonly manifest: Manifest;
}

type Made = Pick<KeyedObject, "kind" | "name" | "keys" | "isOpen"> & { readonly isGuest?: boolean };

const makers: Readonly<Record<string, (manifest: Manifest) => Made | undefined>> = {
  "/Secret": plainSecret,
  "/ConfigMap": configMap,
  "bitnami.com/SealedSecret": sealedSecret,
  "external-secrets.io/ExternalSecret": externalSecret,
  "cert-manager.io/Certificate": certificate,
};

/** The Secret or ConfigMap that an object is or becomes. */
export function readKeyedObject(manifest: Manifest): KeyedObject | undefined {
  const { group, kind, namespace } = manifest.identity;
  const made = makers[`${group}/${kind}`]?.(manifest);
  if (made === undefined) return undefined;
  const maker = objectName(manifest.identity);
  return { isGuest: false, ...made, namespace: namespace ?? "", maker, manifest };
}

function plainSecret({ body, identity }: Manifest): Made {
  const keys = new Set([...keysOf(body["data"]), ...keysOf(body["stringData"])]);
  // The token controller fills these in.
  const isOpen = body["type"] === "kubernetes.io/service-account-token";
  return { kind: "Secret", name: identity.name, keys, isOpen };
}

function configMap({ body, identity }: Manifest): Made {
  const keys = new Set([...keysOf(body["data"]), ...keysOf(body["binaryData"])]);
  return { kind: "ConfigMap", name: identity.name, keys, isOpen: false };
}

function sealedSecret({ body, identity }: Manifest): Made {
  const template = valueAt(body, "spec", "template", "data");
  const keys = new Set([
    ...keysOf(valueAt(body, "spec", "encryptedData")),
    ...keysOf(template),
    ...keysOf(valueAt(body, "spec", "template", "stringData")),
  ]);
  // The old form: one sealed blob for all keys.
  const isOpen = typeof valueAt(body, "spec", "data") === "string";
  return { kind: "Secret", name: identity.name, keys, isOpen };
}

/** @see https://external-secrets.io/latest/guides/templating/#mergepolicy */
function externalSecret({ body, identity }: Manifest): Made | undefined {
  const target = valueAt(body, "spec", "target");
  const policy = valueAt(target, "creationPolicy");
  if (policy === "None") return undefined;
  const kind = textOf(valueAt(target, "manifest", "kind")) ?? "Secret";
  if (kind !== "Secret" && kind !== "ConfigMap") return undefined;
  const name = textOf(valueAt(target, "name")) ?? identity.name;
  return { kind, name, ...externalKeys(body), isGuest: policy === "Merge" };
}

function externalKeys(body: Value): Pick<KeyedObject, "keys" | "isOpen"> {
  const template = valueAt(body, "spec", "target", "template");
  const templated = keysOf(valueAt(template, "data"));
  const hasTemplateFrom = asList(valueAt(template, "templateFrom")).length > 0;
  const replaces =
    valueAt(template, "mergePolicy") !== "Merge" && (templated.length > 0 || hasTemplateFrom);
  if (replaces) return { keys: new Set(templated), isOpen: hasTemplateFrom };
  const fetched = asList(valueAt(body, "spec", "data")).map((entry) =>
    textOf(valueAt(entry, "secretKey")),
  );
  const keys = [...fetched.filter((key) => key !== undefined), ...templated];
  const isOpen = hasTemplateFrom || asList(valueAt(body, "spec", "dataFrom")).length > 0;
  return { keys: new Set(keys), isOpen };
}

function certificate({ body }: Manifest): Made | undefined {
  const name = textOf(valueAt(body, "spec", "secretName"));
  if (name === undefined) return undefined;
  const isOpen =
    isMap(valueAt(body, "spec", "keystores")) ||
    valueAt(body, "spec", "additionalOutputFormats") !== undefined;
  return { kind: "Secret", name, keys: new Set(["tls.crt", "tls.key", "ca.crt"]), isOpen };
}

function keysOf(value: Value | undefined): readonly string[] {
  return Object.keys(asMap(value));
}
