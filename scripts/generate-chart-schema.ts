import { readFile } from "node:fs/promises";
import { writeGenerated } from "./write-generated.ts";

/**
 * The chart's own schema is what people's values must meet, with one more key: Helm hands the shared
 * values to every subchart, so each subchart's part holds `global` as well by the time it is checked.
 */
const source = "environments/schema.json";
const target = "charts/data-platform/values.schema.json";
const subcharts = ["postgresql", "redpanda", "debezium", "kafkaConnect", "flink", "monitoring"];

function withGlobal(key: string, value: unknown): unknown {
  if (!subcharts.includes(key) || !isPart(value)) return value;
  return { ...value, properties: { global: { type: "object" }, ...value.properties } };
}

function isPart(value: unknown): value is { properties: Record<string, unknown> } {
  return typeof value === "object" && value !== null && "properties" in value;
}

const schema: unknown = JSON.parse(await readFile(source, "utf8"));
if (!isPart(schema)) throw new Error(`${source} has no properties`);
const properties: Record<string, unknown> = {};
for (const [key, value] of Object.entries(schema.properties))
  properties[key] = withGlobal(key, value);
const text = `${JSON.stringify({ ...schema, properties }, undefined, 2)}\n`;
await writeGenerated({ target, source, text });
