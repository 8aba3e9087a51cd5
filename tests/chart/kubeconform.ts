import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isKindSchemas, type KindSchemas, type Shape } from "../../src/check/schema/shape.ts";
import { runCommand } from "../../src/host/run-command.ts";

/**
 * What kubeconform says against the manifests in `folder`, strictly: unknown fields are errors, and so is a
 * kind that it has no schema for.
 */
export async function invalidObjects(folder: string): Promise<readonly string[]> {
  const schemas = await mkdtemp(join(tmpdir(), "keelson-schemas-"));
  try {
    for (const file of globSync("schemas/kinds/*.json")) await writeSchemas(schemas, file);
    const name = "{{ .Group }}_{{ .ResourceAPIVersion }}_{{ .ResourceKind }}.json";
    const args = ["-strict", "-output=json", "-schema-location", join(schemas, name), folder];
    const { stdout, stderr } = await runCommand({ program: "kubeconform", args });
    const report: unknown = JSON.parse(stdout === "" ? `{"resources":["${stderr}"]}` : stdout);
    return resourcesOf(report).map((resource) => JSON.stringify(resource));
  } finally {
    await rm(schemas, { recursive: true, force: true });
  }
}

/** Each kind of a product as a JSON Schema in a file of its own, and one file with the product's shapes. */
async function writeSchemas(folder: string, file: string): Promise<void> {
  const read: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!isKindSchemas(read)) throw new Error(`${file} holds no kinds`);
  const { product, kinds, shapes }: KindSchemas = read;
  const text = JSON.stringify({ definitions: shapes }, toSchema);
  await writeFile(join(folder, `${product}.json`), text);
  for (const [name, shape] of Object.entries(kinds)) {
    const [apiVersion = "", kind = ""] = name.split(" ");
    // kubeconform calls the group of the core `v1`.
    const [group = "", version = group] = apiVersion.split("/");
    const target = `${group}_${version}_${kind.toLowerCase()}.json`;
    await writeFile(join(folder, target), JSON.stringify(shape, toSchema));
  }
}

/** A replacer for JSON.stringify: Kubernetes' own types become JSON Schema's, and objects are closed. */
function toSchema(key: string, value: unknown): unknown {
  if (key === "$ref" && typeof value === "string") return referTo(value);
  if (key === "type" && value === "int-or-string") return ["integer", "string"];
  if (key === "type" && value === "quantity") return ["number", "string"];
  return isClosed(value) ? { ...value, additionalProperties: false } : value;
}

/** Shapes of a product are called `<product>.<number>`, those of Kubernetes as it calls them. */
function referTo(shape: string): string {
  const product = /^(.+)\.\d+$/.exec(shape)?.[1] ?? "kubernetes";
  return `${product}.json#/definitions/${shape}`;
}

function isClosed(value: unknown): value is Shape {
  if (typeof value !== "object" || value === null || !("properties" in value)) return false;
  const isShape = !("type" in value) || value.type === "object";
  return isShape && !("additionalProperties" in value) && !("open" in value && value.open === true);
}

function resourcesOf(report: unknown): readonly unknown[] {
  if (typeof report !== "object" || report === null || !("resources" in report)) return [report];
  return Array.isArray(report.resources) ? report.resources : [report];
}
