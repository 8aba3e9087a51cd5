import type { Manifest } from "../../model/manifest.ts";
import { asList, isMap } from "../../model/value.ts";
import { groupOf } from "../open-list.ts";
import { textOf, valueAt } from "../read-value.ts";
import { readShape } from "./read-shape.ts";
import type { KindSchemas, Shape } from "./shape.ts";

/** One kind's shape, with the shapes that it refers to. */
export interface KindShape {
  readonly shape: Shape;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Every kind whose fields are known. */
export interface Kinds {
  /** By `apiVersion Kind`. */
  readonly byType: ReadonlyMap<string, KindShape>;
  /** The apiVersions that are served, by `group Kind`. */
  readonly versionsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Kinds of the given products, and those that definitions in the render itself bring, which count more. */
export function collectKinds(
  manifests: readonly Manifest[],
  schemas: readonly KindSchemas[],
): Kinds {
  const metadata = schemas.find(({ shapes }) => Object.hasOwn(shapes, objectMeta));
  const byType = new Map<string, KindShape>();
  for (const { kinds, shapes } of schemas) {
    const all = metadata === undefined ? shapes : { ...metadata.shapes, ...shapes };
    for (const [type, shape] of Object.entries(kinds)) byType.set(type, { shape, shapes: all });
  }
  for (const manifest of manifests) {
    for (const [type, shape] of readDefinition(manifest)) {
      byType.set(type, { shape, shapes: metadata?.shapes ?? {} });
    }
  }
  return { byType, versionsOf: versionsOf(byType.keys()) };
}

/** The kinds that a CustomResourceDefinition defines, by `apiVersion Kind`. */
export function readDefinition({
  identity,
  body,
}: Manifest): readonly (readonly [string, Shape])[] {
  if (identity.kind !== "CustomResourceDefinition") return [];
  const group = textOf(valueAt(body, "spec", "group")) ?? "";
  const kind = textOf(valueAt(body, "spec", "names", "kind")) ?? "";
  const versions = asList(valueAt(body, "spec", "versions"));
  return versions.flatMap((version) => {
    const name = textOf(valueAt(version, "name"));
    const schema = valueAt(version, "schema", "openAPIV3Schema");
    if (name === undefined || valueAt(version, "served") === false || !isMap(schema)) return [];
    return [[`${group}/${name} ${kind}`, withMetadata(readShape(schema))] as const];
  });
}

/** Definitions leave the fields that every object has to the API server. */
function withMetadata(shape: Shape): Shape {
  const text: Shape = { type: "string" };
  const common = { apiVersion: text, kind: text, metadata: { $ref: objectMeta } };
  return { ...shape, properties: { ...shape.properties, ...common } };
}

function versionsOf(types: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const versions = new Map<string, Set<string>>();
  for (const type of types) {
    const [apiVersion = "", kind = ""] = type.split(" ");
    const key = `${groupOf(apiVersion)} ${kind}`;
    versions.set(key, (versions.get(key) ?? new Set()).add(apiVersion));
  }
  return versions;
}
