import { readFile, writeFile } from "node:fs/promises";
import { format, join } from "node:path";
import { loadAll } from "js-yaml";
import { readDefinition } from "../src/check/schema/collect-kinds.ts";
import { compactSchemas } from "../src/check/schema/compact-schemas.ts";
import { readShape } from "../src/check/schema/read-shape.ts";
import type { KindSchemas, Shape } from "../src/check/schema/shape.ts";
import { listFiles } from "../src/host/files.ts";
import { asMap, asText, type ValueMap } from "../src/model/value.ts";

/*
 * Write schemas/kinds/<product>-<version>.json, what `keelson check` knows of kinds.
 *   node scripts/compact-kinds.ts kubernetes 1.36 <folder of the module k8s.io/kubernetes>/api/openapi-spec/v3
 *   node scripts/compact-kinds.ts external-secrets 2.9.0 <CustomResourceDefinition files...>
 */
const [product = "", version = "", ...sources] = process.argv.slice(2);
if (product === "" || version === "" || sources.length === 0) {
  throw new Error("usage: compact-kinds.ts PRODUCT VERSION FILE-OR-FOLDER...");
}
const read = product === "kubernetes" ? readOpenApi : readDefinitions;
const schemas = compactSchemas({ product, version, ...(await read(sources)) });
const path = format({ dir: "schemas/kinds", name: `${product}-${version}`, ext: ".json" });
await writeFile(path, `${JSON.stringify(schemas)}\n`);

type Read = Pick<KindSchemas, "kinds" | "shapes">;

/** Kubernetes' own kinds: every served stable one, and the beta ones beside it. */
async function readOpenApi([folder = ""]: readonly string[]): Promise<Read> {
  const kinds: Record<string, Shape> = {};
  const shapes: Record<string, Shape> = {};
  for (const name of await listFiles(folder)) {
    if (!/_v\d+(beta\d+)?_openapi\.json$/u.test(name)) continue;
    const document = asMap(JSON.parse(await readFile(join(folder, name), "utf8")));
    for (const [key, schema] of Object.entries(asMap(asMap(document["components"])["schemas"]))) {
      shapes[key] = readShape(schema);
      for (const type of typesOf(asMap(schema))) kinds[type] = shapes[key];
    }
  }
  return { kinds, shapes };
}

/** What has no name of its own, such as DeleteOptions or a list, is never rendered. */
function typesOf(schema: ValueMap): readonly string[] {
  const types = schema["x-kubernetes-group-version-kind"];
  if (!Array.isArray(types) || asMap(schema["properties"])["metadata"] === undefined) return [];
  return types
    .map((type: unknown) => asMap(type))
    .filter(({ kind }) => !/(List|Review|Options|Status)$/u.test(asText(kind)))
    .map((type) => `${apiVersionOf(type)} ${asText(type["kind"])}`);
}

function apiVersionOf({ group, version: served }: ValueMap): string {
  return [asText(group), asText(served)].filter((part) => part !== "").join("/");
}

async function readDefinitions(files: readonly string[]): Promise<Read> {
  const kinds: Record<string, Shape> = {};
  for (const file of files) {
    for (const document of loadAll(await readFile(file, "utf8"))) {
      const body = asMap(document);
      const identity = {
        group: "apiextensions.k8s.io",
        kind: "CustomResourceDefinition",
        name: file,
      };
      for (const [type, shape] of readDefinition({ identity, release: "", body }))
        kinds[type] = shape;
    }
  }
  return { kinds, shapes: {} };
}
