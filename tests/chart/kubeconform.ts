import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";

/** Where each kind's definition stands in the specification of the API. */
const definitionName = /^io\.k8s\.api\.(\w+)\.(v\w+)\.(\w+)$/;

/**
 * What kubeconform says against the manifests in `folder`, strictly: unknown fields are errors, and so is a
 * kind that it has no schema for.
 */
export async function invalidObjects(folder: string): Promise<readonly string[]> {
  const schemas = await mkdtemp(join(tmpdir(), "keelson-schemas-"));
  try {
    await writeSchemas(schemas);
    const location = join(schemas, "{{ .ResourceKind }}-{{ .ResourceAPIVersion }}.json");
    const args = ["-strict", "-output=json", "-schema-location", location, folder];
    const { stdout, stderr } = await runCommand({ program: "kubeconform", args });
    const report: unknown = JSON.parse(stdout === "" ? `{"resources":["${stderr}"]}` : stdout);
    return resourcesOf(report).map((resource) => JSON.stringify(resource));
  } finally {
    await rm(schemas, { recursive: true, force: true });
  }
}

/** One file a kind, each pointing into the file of all definitions. */
async function writeSchemas(folder: string): Promise<void> {
  const text = await readFile("tests/chart/kubernetes-definitions.json", "utf8");
  await writeFile(join(folder, "definitions.json"), text);
  for (const [, name = ""] of text.matchAll(/^"(io\.k8s\.api\.[^"]+)":/gm)) {
    const [, , version = "", kind = ""] = definitionName.exec(name) ?? [];
    const schema = `{"$ref":"definitions.json#/definitions/${name}"}`;
    await writeFile(join(folder, `${kind.toLowerCase()}-${version}.json`), schema);
  }
}

function resourcesOf(report: unknown): readonly unknown[] {
  if (typeof report !== "object" || report === null || !("resources" in report)) return [report];
  return Array.isArray(report.resources) ? report.resources : [report];
}
