import { readFile } from "node:fs/promises";
import { load } from "js-yaml";
import { asMap, asText, type ValueMap } from "../src/model/value.ts";
import { writeGenerated } from "./write-generated.ts";

/** charts/data-platform/README.md: every key that people may set, with its default and what it is, from the schema and values.yaml. */
const target = "charts/data-platform/README.md";
const source = "environments/schema.json or the chart's values.yaml";
/** Shapes that are told in one row, whatever is inside. */
const whole = ["image", "resources", "nodeSelector", "tolerations"];
const longest = 60;

const schema = asMap(JSON.parse(await readFile("environments/schema.json", "utf8")));
const definitions = asMap(schema["$defs"]);
const defaults = load(await readFile("charts/data-platform/values.yaml", "utf8"));

function shapeOf(part: ValueMap): string {
  return asText(part["$ref"]).replace("#/$defs/", "");
}

function rowsOf(path: string, part: ValueMap, value: unknown): readonly string[] {
  const shape = shapeOf(part);
  const full: ValueMap = { ...asMap(definitions[shape]), ...part };
  const properties = Object.entries(asMap(full["properties"]));
  if (properties.length === 0 || whole.includes(shape)) return [row(path, full, value)];
  return properties.flatMap(([key, child]) =>
    rowsOf(`${path}.${key}`, asMap(child), asMap(value)[key]),
  );
}

function row(path: string, part: ValueMap, value: unknown): string {
  const says = asText(part["description"]).replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const allowed = Array.isArray(part["enum"])
    ? ` One of ${part["enum"].map(code).join(", ")}.`
    : "";
  return `| ${code(path)} | ${shortest(value)} | ${says}${allowed} |`;
}

function shortest(value: unknown): string {
  const { registry, repository, tag } = asMap(value);
  if (typeof tag === "string") return code(`${asText(registry)}/${asText(repository)}:${tag}`);
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > longest ? "see values.yaml" : code(text);
}

function code(value: unknown): string {
  return `\`${String(value).replaceAll("|", "\\|")}\``;
}

const sections = Object.entries(asMap(schema["properties"])).map(([key, child]) => {
  const part = asMap(child);
  const rows = rowsOf(key, part, asMap(defaults)[key]);
  const says = asText(part["description"]);
  return [
    `## ${key}`,
    "",
    says,
    "",
    "| key | default | what it is |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
});
const text = `# The data platform, as a chart

What it is and what must be in the cluster: [docs/platform.md](../../docs/platform.md). It also works alone:
\`helm template charts/data-platform\`.

Made by \`npm run generate\` from environments/schema.json and charts/data-platform/values.yaml, which says more.
What all environments share is set in environments/base.yaml, what one has of its own in environments/<name>.yaml.

${sections.join("\n\n")}
`;
await writeGenerated({ target, source, text });
