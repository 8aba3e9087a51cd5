import { readFileSync } from "node:fs";
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

test.each([
  ["the chart's schema", "scripts/generate-chart-schema.ts"],
  ["the table of values", "scripts/generate-values-table.ts"],
])("%s is what it is generated from", async (_, script) => {
  const { exitCode, stderr } = await runCommand({
    program: process.execPath,
    args: [script, "--check"],
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("every key of values.yaml says what it is, itself or by the one above it", () => {
  const lines = readFileSync("charts/data-platform/values.yaml", "utf8").split("\n");
  const silent = lines.filter((line, index) => isKey(line) && !isExplained(lines, index));
  expect(silent.map((line) => line.trim())).toEqual([]);
});

/** Keys that say it themselves, wherever they stand. */
const plain =
  /^ *(- )?(enabled|image|registry|repository|tag|digest|port|resources|requests|limits|cpu|memory|persistence|size|storageClass|nodeSelector|tolerations|replicas|external|region):/;

function isKey(line: string): boolean {
  return /^ *[A-Za-z_]+:/.test(line) && !plain.test(line);
}

/** A comment above it, or above the first of the keys that it stands among without a gap. */
function isExplained(lines: readonly string[], index: number): boolean {
  const depth = indentOf(lines[index] ?? "");
  for (const line of lines.slice(0, index).toReversed()) {
    if (line.trim().startsWith("#")) return true;
    if (line.trim() === "") return false;
    if (indentOf(line) < depth)
      return lines.includes(line) && isExplained(lines, lines.lastIndexOf(line, index));
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

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
