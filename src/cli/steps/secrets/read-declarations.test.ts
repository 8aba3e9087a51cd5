import { afterEach, beforeEach, expect, test } from "vitest";
import { findingFormats, formatFindingsAs } from "../../../report/finding-formats.ts";
import { readSecretDeclarations } from "./read-declarations.ts";
import { secretsRepository, type SecretsRepository } from "./test-secrets-repository.ts";

const file = "secrets/dev.yaml";
let repository: SecretsRepository;
beforeEach(async () => {
  repository = await secretsRepository("");
});
afterEach(() => repository.remove());

/** Each format of what is found in this text, with the file at hand for excerpts. */
async function printed(text: string): Promise<readonly string[]> {
  repository.write(file, text);
  const request = { layers: [file], output: "x", sealed: "secrets/dev", certificate: "x" };
  const { findings } = await readSecretDeclarations(repository.root, request, "dev");
  expect(findings).not.toEqual([]);
  const options = { colour: false, sources: new Map([[file, text]]) };
  return findingFormats.map((format) => formatFindingsAs(format, findings, options));
}

const key = (source: string): string => `secrets: { app: { keys: { token: ${source} } } }\n`;

test.each([
  ["a value without `sensitive: false`", key("{ value: 8812345 }")],
  ["a value as text", key("{ value: '8812345' }")],
  ["a value that is said to be sensitive", key("{ value: '8812345', sensitive: true }")],
  ["a value in place of a source", key("'8812345'")],
  ["a value beside an unknown key", key("{ value: '8812345', sensitiv: false }")],
  ["a value above an unknown key", "secrets:\n  a:\n    type: '8812345'\n    typ: x\n"],
  ["a value where a word is awaited", key("{ generate: '8812345' }")],
  ["a value that readers take differently", key("{ value: 08812345 }")],
  ["a value that looks like a tag", key("{ value: !8812345 x }")],
  ["a value that looks like an alias", key("{ value: *8812345 }")],
  ["a value that is no YAML", key("{ value: @8812345 }")],
  ["a value in a file that is no YAML", key("{ value: '8812345' }").replace("} } }", "")],
])("%s is never shown", async (_title, text) => {
  for (const shown of await printed(text)) expect(shown).not.toContain("8812345");
});

test.each([
  ["{ from: /all }", 0],
  ["{ find: { name: x, path: /a, tags: { b: c } } }", 0],
  ["{ generator: { kind: Password, name: p } }", 0],
  ["{ find: {} }", 1],
  ["{ from: /all, find: { name: x } }", 1],
  ["{ generator: { name: p } }", 1],
])("dataFrom with %s has %i findings or more", async (source, count) => {
  repository.write(file, `secrets: { app: { dataFrom: [${source}] } }\n`);
  const request = { layers: [file], output: "x", sealed: "secrets/dev", certificate: "x" };
  const { findings } = await readSecretDeclarations(repository.root, request, "dev");
  expect(Math.min(findings.length, 1)).toBe(count);
});
