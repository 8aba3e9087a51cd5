import { expect, test } from "vitest";
import { hasUnseenReads } from "./unseen-reads.ts";

function state(hook: string, rest = ""): readonly { path: string; text: string }[] {
  return [
    { path: "helmfile.yaml", text: `hooks: [${hook}]\nreleases: []\n${rest}` },
    { path: "scripts/own", text: 'if [ "${KEELSON_SKIP_PREPARE-}" = 1 ]; then exit 0; fi' },
    { path: "scripts/gen", text: "cat data/* > values.yaml" },
  ];
}

test.each([
  ["{ events: [prepare], command: ./scripts/gen }"],
  ["{ events: [cleanup, prepare], command: sh, args: [-c, keelson-hook prepare dev; make] }"],
  ["{ events: [prepare], command: make }, { events: [prepare], command: keelson-hook }"],
])("%s may read any file", (hook) => {
  expect(hasUnseenReads(state(hook))).toBe(true);
});

test.each([
  ["{ events: [prepare], command: node_modules/.bin/keelson-hook, args: [prepare, dev] }"],
  ["{ events: [prepare], command: npx, args: [keelson-hook, prepare, dev] }"],
  ["{ events: [prepare], command: ./scripts/own, args: [prepare, dev] }"],
  ["{ events: [presync], command: ./scripts/gen }"],
])("%s reads nothing that is not known", (hook) => {
  expect(hasUnseenReads(state(hook))).toBe(false);
});

test("a release's hook, an inherited one, and one in a template around the YAML count", () => {
  const hooks = "hooks: [{ events: [prepare], command: make }]";
  for (const text of [
    `releases: [{ name: a, ${hooks} }]`,
    `templates: { made: { ${hooks} } }\nreleases: []`,
    `releases:\n{{ range .Values.names }}\n- name: {{ . }}\n  ${hooks}\n{{ end }}`,
  ]) {
    expect(hasUnseenReads([{ path: "helmfile.yaml", text }])).toBe(true);
  }
});

test.each([
  ['{{ readFile (printf "%s.ini" .Environment.Name) }}', true],
  ["{{ .Values.file | readFile }}", true],
  ['{{ range readDirEntries "conf" }}{{ end }}', true],
  ["{{`{{ readFile .Values.file }}`}}", true],
  ['{{ tpl (readFile "a.txt") . }}', false],
  ["{{ .Values.readFile }}", false],
])("%s reads what is not named: %s", (text, isUnseen) => {
  expect(hasUnseenReads([{ path: "a.yaml.gotmpl", text }])).toBe(isUnseen);
});
