import { readFile, writeFile } from "node:fs/promises";
import { load } from "js-yaml";

/** charts/data-platform/README.md: every key that people may set, with its default and what it is, from the schema and values.yaml. */
const target = "charts/data-platform/README.md";
/** Shapes that are told in one row, whatever is inside. */
const whole = ["image", "resources", "nodeSelector", "tolerations"];
const longest = 60;

type Part = Readonly<Record<string, unknown>>;

function asPart(value: unknown): Part {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const schema = asPart(JSON.parse(await readFile("environments/schema.json", "utf8")));
const definitions = asPart(schema["$defs"]);
const defaults = load(await readFile("charts/data-platform/values.yaml", "utf8"));

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function shapeOf(part: Part): string {
  return textOf(part["$ref"]).replace("#/$defs/", "");
}

function rowsOf(path: string, part: Part, value: unknown): readonly string[] {
  const shape = shapeOf(part);
  const full: Part = { ...asPart(definitions[shape]), ...part };
  const properties = Object.entries(asPart(full["properties"]));
  if (properties.length === 0 || whole.includes(shape)) return [row(path, full, value)];
  return properties.flatMap(([key, child]) =>
    rowsOf(`${path}.${key}`, asPart(child), asPart(value)[key]),
  );
}

function row(path: string, part: Part, value: unknown): string {
  const says = textOf(part["description"]).replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const allowed = Array.isArray(part["enum"])
    ? ` One of ${part["enum"].map(code).join(", ")}.`
    : "";
  return `| ${code(path)} | ${shortest(value)} | ${says}${allowed} |`;
}

function shortest(value: unknown): string {
  const { registry, repository, tag } = asPart(value);
  if (typeof tag === "string") return code(`${String(registry)}/${String(repository)}:${tag}`);
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > longest ? "see values.yaml" : code(text);
}

function code(value: unknown): string {
  return `\`${String(value).replaceAll("|", "\\|")}\``;
}

const sections = Object.entries(asPart(schema["properties"])).map(([key, child]) => {
  const part = asPart(child);
  const rows = rowsOf(key, part, asPart(defaults)[key]);
  const says = textOf(part["description"]);
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
const wanted = `# The data platform, as a chart

What it is and what must be in the cluster: [docs/platform.md](../../docs/platform.md). It also works alone:
\`helm template charts/data-platform\`.

Made by \`npm run generate\` from environments/schema.json and charts/data-platform/values.yaml, which says more.
What all environments share is set in environments/base.yaml, what one has of its own in environments/<name>.yaml.

${sections.join("\n\n")}
`;
const found = await readFile(target, "utf8").catch(() => "");
if (found !== wanted && process.argv.includes("--check")) {
  process.stderr.write(`${target} is not what schema and values say\n  fix: npm run generate\n`);
  process.exitCode = 3;
} else if (found !== wanted) {
  await writeFile(target, wanted);
}
