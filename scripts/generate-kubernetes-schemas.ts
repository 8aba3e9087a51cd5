import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../src/host/run-command.ts";

/**
 * For a maintainer, when the pinned Kubernetes changes: the definitions of the kinds that the chart makes,
 * from the API's own specification in the Go module, strict (an unknown field is an error) and without prose.
 */
const version = "v1.36.3";
const target = "tests/chart/kubernetes-definitions.json";
const kinds = [
  "core.v1.ConfigMap",
  "core.v1.LimitRange",
  "core.v1.Namespace",
  "core.v1.ResourceQuota",
  "core.v1.Service",
  "core.v1.ServiceAccount",
  "apps.v1.Deployment",
  "apps.v1.StatefulSet",
  "batch.v1.CronJob",
  "batch.v1.Job",
  "networking.v1.NetworkPolicy",
  "policy.v1.PodDisruptionBudget",
  "rbac.v1.Role",
  "rbac.v1.RoleBinding",
  "scheduling.v1.PriorityClass",
];

type Part = Readonly<Record<string, unknown>>;

function asPart(value: unknown): Part {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Replacer of JSON.stringify. */
function strict(key: string, value: unknown): unknown {
  if (key.startsWith("x-kubernetes") || key === "format") return undefined;
  if (key === "description" && typeof value === "string") return undefined;
  const part = asPart(value);
  if (part["format"] === "int-or-string") return { type: ["string", "integer"] };
  const open = "properties" in part && !("additionalProperties" in part);
  return open ? { ...part, additionalProperties: false } : value;
}

function collect(name: string, definitions: Part, into: Map<string, string>): void {
  if (into.has(name)) return;
  const text = name.endsWith("resource.Quantity")
    ? '{"type":["string","number"]}'
    : JSON.stringify(definitions[name], strict);
  into.set(name, text);
  for (const [, link = ""] of text.matchAll(/"#\/definitions\/([^"]+)"/g)) {
    collect(link, definitions, into);
  }
}

const args = ["mod", "download", "-json", `k8s.io/kubernetes@${version}`];
const { stdout } = await runCommand({ program: "go", args });
const folder = String(asPart(JSON.parse(stdout))["Dir"]);
const text = await readFile(join(folder, "api/openapi-spec/swagger.json"), "utf8");
const wanted = new Map<string, string>();
const { definitions } = asPart(JSON.parse(text));
for (const kind of kinds) collect(`io.k8s.api.${kind}`, asPart(definitions), wanted);
const lines = [...wanted]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, schema]) => `"${name}":${schema}`);
await writeFile(target, `{"definitions":{\n${lines.join(",\n")}\n}}\n`);
