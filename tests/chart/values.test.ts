import { expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { readYaml } from "./render-chart.ts";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly $ref?: string;
}

function isSchema(value: unknown): value is Schema & { readonly $defs: Record<string, Schema> } {
  return typeof value === "object" && value !== null;
}

/** Every closed map of the schema as a path, with its keys. */
function* maps(
  schema: Schema,
  defs: Record<string, Schema>,
  path = "",
): Generator<[string, string[]]> {
  const target = schema.$ref === undefined ? schema : defs[schema.$ref.replace("#/$defs/", "")];
  if (target?.properties === undefined) return;
  yield [path, Object.keys(target.properties)];
  for (const [key, child] of Object.entries(target.properties)) {
    yield* maps(child, defs, `${path}.${key}`);
  }
}

test("the chart's schema is generated from the environments' schema", async () => {
  const { exitCode, stderr } = await runCommand({
    program: process.execPath,
    args: ["scripts/generate-chart-schema.ts", "--check"],
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("every key that people may set has a default in values.yaml, resources and tolerations aside", () => {
  const schema = readYaml("environments/schema.json");
  if (!isSchema(schema)) throw new Error("no schema");
  const defaults = readYaml("charts/data-platform/values.yaml");
  const missing: string[] = [];
  for (const [path, keys] of maps(schema, schema.$defs)) {
    if (/resources|tolerations/.test(path) || isPlanned(path, defaults)) continue;
    const at = path
      .split(".")
      .slice(1)
      .reduce<unknown>((node, key) => valueAt(node, key), defaults);
    missing.push(
      ...keys.filter((key) => valueAt(at, key) === undefined).map((key) => `${path}.${key}`),
    );
  }
  expect(missing).toEqual([]);
});

/** The root, and a part whose schema is there before its subchart. */
function isPlanned(path: string, defaults: unknown): boolean {
  const [, part] = path.split(".");
  return part === undefined || valueAt(defaults, part) === undefined;
}

function valueAt(node: unknown, key: string): unknown {
  return typeof node === "object" && node !== null
    ? Object.entries(node).find(([k]) => k === key)?.[1]
    : undefined;
}
