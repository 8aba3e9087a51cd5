import type { Finding } from "../model/finding.ts";
import type { External, Link } from "../model/link.ts";
import { findExternalObject } from "./externals.ts";
import type { KeyedObject } from "./keyed-objects.ts";
import { nearest } from "./nearest.ts";
import { objectName, placeIn } from "./object-name.ts";
import { linkOf, nameOf, type Held } from "./reference-link.ts";
import type { Reference } from "./reference.ts";
import { objectKey, type Scene } from "./scene.ts";

/** What became of one reference: a link for the object or for each key of it, and what is wrong. */
export interface Resolution {
  readonly links: readonly Link[];
  readonly findings: readonly Finding[];
}

const nothing: Resolution = { links: [], findings: [] };

/** The codes of a missing object and of a missing key of it, by type. */
const codes: Readonly<Record<string, readonly [object: string, key: string]>> = {
  "/Secret": ["LINK_SECRET", "LINK_SECRET_KEY"],
  "/ConfigMap": ["LINK_CONFIG_MAP", "LINK_CONFIG_MAP_KEY"],
  "/ServiceAccount": ["LINK_SERVICE_ACCOUNT", "LINK_OBJECT"],
  "/PersistentVolumeClaim": ["LINK_CLAIM", "LINK_OBJECT"],
  "/Service": ["LINK_SERVICE", "LINK_OBJECT"],
  "rbac.authorization.k8s.io/Role": ["LINK_ROLE", "LINK_OBJECT"],
  "rbac.authorization.k8s.io/ClusterRole": ["LINK_ROLE", "LINK_OBJECT"],
  "external-secrets.io/SecretStore": ["LINK_SECRET_STORE", "LINK_OBJECT"],
  "external-secrets.io/ClusterSecretStore": ["LINK_SECRET_STORE", "LINK_OBJECT"],
};

/** What every cluster or namespace has from the start. */
const builtIn: Readonly<Record<string, RegExp>> = {
  "/ServiceAccount": /^default$/u,
  "/ConfigMap": /^kube-root-ca\.crt$/u,
  "rbac.authorization.k8s.io/ClusterRole": /^(cluster-admin|admin|edit|view|system:.*)$/u,
};

/** Whether what a reference names is in the render, is declared outside, or is nowhere. */
export function resolveReference(scene: Scene, reference: Reference): Resolution {
  if (builtIn[reference.type]?.test(reference.name) === true) return nothing;
  return isKeyed(reference) ? resolveKeyed(scene, reference) : resolveObject(scene, reference);
}

function isKeyed({ type }: Reference): boolean {
  return type === "/Secret" || type === "/ConfigMap";
}

function resolveKeyed(scene: Scene, reference: Reference): Resolution {
  const { type, namespace, name, keys } = reference;
  const makers = scene.keyedObjects.get(objectKey(type, namespace, name));
  if (makers === undefined) return resolveOutside(scene, reference);
  if (keys.length === 0) return held(reference, { verdict: "ok", to: makers[0]?.maker });
  return joined(keys.map((key) => resolveKey({ scene, reference, makers, ...key })));
}

function resolveObject(scene: Scene, reference: Reference): Resolution {
  const found = scene.objects.get(objectKey(reference.type, reference.namespace, reference.name));
  if (found === undefined) return resolveOutside(scene, reference);
  return held(reference, { verdict: "ok", to: objectName(found.identity) });
}

interface KeyWanted {
  readonly scene: Scene;
  readonly reference: Reference;
  readonly makers: readonly KeyedObject[];
  readonly key: string;
  readonly pointer: string;
}

function resolveKey({ scene, reference, makers, key, pointer }: KeyWanted): Resolution {
  const wanted = { ...reference, pointer };
  const maker = makers.find(({ keys }) => keys.has(key));
  if (maker !== undefined) return held(wanted, { verdict: "ok", to: maker.maker }, key);
  const external = findExternalObject(scene, reference);
  if (external !== undefined && hasKey(external, key)) {
    return held(wanted, { verdict: "external", external }, key);
  }
  const open = makers.find(({ isOpen, isGuest }) => isOpen || isGuest);
  if (open !== undefined) return held(wanted, { verdict: "unverifiable", to: open.maker }, key);
  const keys = new Set(makers.flatMap((each) => [...each.keys]));
  return missingKey(wanted, key, { keys, maker: makers[0]?.maker ?? "" });
}

function hasKey(external: External, key: string): boolean {
  return external.keys?.includes(key) ?? true;
}

function resolveOutside(scene: Scene, reference: Reference): Resolution {
  const external = findExternalObject(scene, reference);
  if (external === undefined) return missingObject(scene, reference);
  const { keys } = reference;
  if (keys.length === 0) return held(reference, { verdict: "external", external });
  return joined(
    keys.map(({ key, pointer }) => {
      const wanted = { ...reference, pointer };
      if (hasKey(external, key)) return held(wanted, { verdict: "external", external }, key);
      return missingKey(wanted, key, {
        keys: external.keys ?? [],
        maker: "keelson.yaml, externals",
        external,
      });
    }),
  );
}

function missingObject(scene: Scene, reference: Reference): Resolution {
  if (reference.isOptional) return nothing;
  const { from, type, pointer } = reference;
  const target = nameOf(reference);
  const near = nearest(reference.name, namesOf(scene, reference));
  const finding: Finding = {
    code: codes[type]?.[0] ?? "LINK_OBJECT",
    level: "error",
    at: placeIn(from, pointer),
    says: `${target} is named, and neither the render nor keelson.yaml has it`,
    fix:
      near === undefined
        ? "render it, or declare it under `checks.externals` in keelson.yaml"
        : `did you mean ${near}?`,
  };
  return { links: [linkOf(reference, { verdict: "missing" })], findings: [finding] };
}

function missingKey(
  reference: Reference,
  key: string,
  there: { readonly keys: Iterable<string>; readonly maker: string; readonly external?: External },
): Resolution {
  if (reference.isOptional) return nothing;
  const keys = [...there.keys].toSorted();
  const near = nearest(key, keys);
  const finding: Finding = {
    code: codes[reference.type]?.[1] ?? "LINK_OBJECT",
    level: "error",
    at: placeIn(reference.from, reference.pointer),
    says: `${nameOf(reference)} has no key ${key}`,
    fix:
      near === undefined ? "name a key that it has, or add the key to it" : `did you mean ${near}?`,
    notes: [`there is  ${keys.length === 0 ? "no key" : keys.join(", ")} (${there.maker})`],
  };
  return { links: [linkOf(reference, { ...there, verdict: "missing" }, key)], findings: [finding] };
}

function namesOf(scene: Scene, reference: Reference): readonly string[] {
  const prefix = objectKey(reference.type, reference.namespace, "");
  const index = isKeyed(reference) ? scene.keyedObjects : scene.objects;
  const keys = [...index.keys()].filter((key) => key.startsWith(prefix));
  return keys.map((key) => key.slice(prefix.length));
}

function held(reference: Reference, target: Held, key?: string): Resolution {
  return { links: [linkOf(reference, target, key)], findings: [] };
}

function joined(resolutions: readonly Resolution[]): Resolution {
  return {
    links: resolutions.flatMap(({ links }) => links),
    findings: resolutions.flatMap(({ findings }) => findings),
  };
}
