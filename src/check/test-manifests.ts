import { parseAllDocuments } from "yaml";
import type { Manifest } from "../model/manifest.ts";
import { isMap, type ValueMap } from "../model/value.ts";
import { groupOf } from "./open-list.ts";
import { textOf, valueAt } from "./read-value.ts";

/** The objects of a YAML stream as a render hands them over, in namespace `shop` unless they say another. */
export function manifestsOf(text: string): readonly Manifest[] {
  const documents = parseAllDocuments(text);
  return documents.map((document) => {
    const body: unknown = document.toJS();
    if (!isMap(body)) throw new Error("a test's document is no map");
    return manifestOf(body);
  });
}

function manifestOf(body: ValueMap): Manifest {
  const kind = textOf(body["kind"]) ?? "";
  const metadata = isMap(body["metadata"]) ? body["metadata"] : {};
  const isClusterScoped = /^(Cluster.*|Namespace|CustomResourceDefinition)$/u.test(kind);
  const namespace = textOf(metadata["namespace"]) ?? "shop";
  const identity = {
    group: groupOf(body["apiVersion"]),
    kind,
    name: textOf(valueAt(metadata, "name")) ?? "",
    ...(isClusterScoped ? {} : { namespace }),
  };
  return { identity, release: "shop", template: "shop/templates/all.yaml", body };
}
