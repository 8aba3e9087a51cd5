import type { Manifest } from "../model/manifest.ts";
import { asList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { textOf, valueAt } from "./read-value.ts";

/** The objects inside a `List`; any other object is its own only member. */
export function openList(manifest: Manifest): readonly Manifest[] {
  const { body, identity } = manifest;
  if (!identity.kind.endsWith("List") || !Array.isArray(body["items"])) return [manifest];
  return asList(body["items"])
    .filter((item) => isMap(item))
    .map((item) => memberOf(manifest, item))
    .flatMap((member) => openList(member));
}

function memberOf(list: Manifest, body: ValueMap): Manifest {
  const namespace = textOf(valueAt(body, "metadata", "namespace")) ?? list.identity.namespace;
  const identity = {
    group: groupOf(body["apiVersion"]),
    kind: textOf(body["kind"]) ?? list.identity.kind.slice(0, -"List".length),
    name: textOf(valueAt(body, "metadata", "name")) ?? "",
    ...(namespace === undefined ? {} : { namespace }),
  };
  return { ...list, body, identity };
}

/** The group of an `apiVersion`; empty for the core API. */
export function groupOf(apiVersion: Value | undefined): string {
  const text = textOf(apiVersion) ?? "";
  const slash = text.indexOf("/");
  return slash === -1 ? "" : text.slice(0, slash);
}
