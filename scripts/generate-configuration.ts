import { readFile } from "node:fs/promises";
import { asList, asMap, asText, type Value, type ValueMap } from "../src/model/value.ts";
import { writeGenerated } from "./write-generated.ts";

/** docs/configuration.md: every key of keelson.yaml, with its default and what it is, from the schema. */
const source = "schemas/keelson.json";
const target = "docs/configuration.md";
const schema = asMap(JSON.parse(await readFile(source, "utf8")));

/** A part of the schema with what it refers to. */
function follow(value: Value | undefined): ValueMap {
  const part = asMap(value);
  const name = asText(part["$ref"]).replace("#/$defs/", "");
  return name === "" ? part : { ...asMap(asMap(schema["$defs"])[name]), ...part };
}

function rowsOf(path: string, value: Value | undefined): string[] {
  const part = follow(value);
  const required = asList(part["required"]).map(asText);
  const inner = [
    ...Object.entries(asMap(part["properties"])).map(([key, child]) => [
      `${path}.${key}`,
      required.includes(key) ? { ...asMap(child), isRequired: true } : child,
    ]),
    ...(part["items"] === undefined ? [] : [[`${path}[]`, part["items"]]]),
    ...(isOpen(part) ? [[`${path}.<name>`, part["additionalProperties"]]] : []),
    ...asList(part["oneOf"]).map((choice) => [path, choice]),
  ] as const;
  const nested = inner.flatMap(([at, child]) => rowsOf(asText(at), child ?? {}));
  return asText(part["description"]) === "" ? nested : [row(path, part), ...nested];
}

/** A map whose keys people choose, and whose values have keys of their own. */
function isOpen(part: ValueMap): boolean {
  return "properties" in follow(part["additionalProperties"]);
}

function row(path: string, part: ValueMap): string {
  const allowed = asList(part["enum"]).map(code);
  const says = `${asText(part["description"])}${allowed.length > 0 ? ` One of ${allowed.join(", ")}.` : ""}`;
  return `| \`${path.replace(/^\./u, "")}\` | ${unset(part)} | ${says.replaceAll("|", "\\|")} |`;
}

/** What counts where the key is left out. */
function unset(part: ValueMap): string {
  if (part["isRequired"] === true) return "required";
  return part["default"] === undefined ? "" : code(part["default"]);
}

function code(value: Value): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

const text = `# keelson.yaml

Made by \`npm run generate\` from ${source}. The file is the only configuration; every key at the top may be left out. Without
the file, or where it names neither \`values\` nor \`secrets\` nor \`render.helmfile\`, what stands in the conventional places is used: \`environments/base.yaml\` and \`environments/<name>.yaml\`,
\`environments/schema.json\`, \`secrets/base.yaml\` and \`secrets/<name>.yaml\`, \`helmfile.yaml\`. An environment is then a file
\`environments/<name>.yaml\`, and, where there is a \`secrets/base.yaml\`, has a \`secrets/<name>.yaml\`, if only with \`{}\` in it. An editor completes and checks it
by its first line: \`# yaml-language-server: $schema=./node_modules/keelson/schemas/keelson.json\`.

A key marked "required" must be there as soon as the part that holds it is.

| key | default | what it is |
| --- | --- | --- |
${rowsOf("", schema).slice(1).join("\n")}
`;
await writeGenerated({ target, source, text });
