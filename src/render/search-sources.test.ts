import { expect, test } from "vitest";
import { searchChanging, searchSecretFetches } from "./search-sources.ts";

function places(path: string, text: string): readonly string[] {
  return searchSecretFetches([{ path, text }]).map((each) => `${each.code}:${each.at.line}`);
}

test.each([
  ["values.yaml", "a: 1\nb: ref+awssecrets://x"],
  ["values.yaml", "a: 1\nb: secretref+vault://x#/y"],
  ["values.yaml.gotmpl", "a: 1\nb: ref+echo://x"],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ "re" }}{{ "f+" }}echo://x'],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ "ref" }}+{{ "echo" }}://x'],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ printf "%s+echo://%s" "ref" .x }}'],
  ["values.yaml.gotmpl", "a: 1\nb: {{ $scheme }}+vault://x"],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ list "ref" "echo://x" | join "+" }}'],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ fetchSecretValue (.Values | get "x" "") }}'],
  ["values.yaml.gotmpl", "a: 1\nb: {{- expandSecretRefs .Values.x | toYaml -}}"],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ tpl "{{ fetchSecretValue \\"x\\" }}" . }}'],
  ["values.yaml.gotmpl", 'a: 1\nb: {{ tpl (b64dec "e3sgLng=") . }}'],
  ["helmfile.yaml", "releases:\n- secrets: [a/enc.yaml]\n"],
  ["helmfile.yaml", "releases:\n  secrets:\n  - '{{ .Environment.Name }}/enc.yaml'\n"],
  ["values.yaml", "a: 1\nb: xref+ECHO://x"],
  ["values.yaml", 'a: 1\nb: "r\\u0065f\\x2becho:\\/\\/x"'],
  ["values.yaml", "a: 1\nb: !!binary cmVmK2VjaG86Ly94"],
  ["values.yaml", 'a: 1\nb: "ref\\\n  +echo://x"'],
  ["helmfile.yaml.gotmpl", "a: 1\nb: {{\n fetchSecretValue .x\n}}"],
  ["helmfile.yaml", 'a: 1\nb: ["{{ fetchSecretValue .x }}"]'],
])("in %s a secret in the render is refused: %s", (path, text) => {
  expect(places(path, text)).toEqual(["RENDER_FETCHES_SECRET:2"]);
});

test.each([
  'a: 1\nb: {{ exec "sh" (list "-c" "x") }}',
  'a: 1\nb: {{ "x" | exec "sh" (list) }}',
  'a: 1\nb: {{ $x := (exec "sh" (list)) }}',
  'a: 1\nb: {{ envExec (dict "A" "b") "sh" (list) }}',
  'a: 1\nb: {{ tpl `{{ exec "sh" (list) }}` . }}',
])("a program run by a template is refused: %s", (text) => {
  expect(places("values.yaml.gotmpl", text)).toEqual(["RENDER_RUNS_PROGRAM:2"]);
});

test.each([
  ["values.yaml", "# ref+vault://x would be refused"],
  ["values.yaml", "a: {{ exec }}"],
  ["helmfile.yaml", "values:\n- secrets:\n  - name: a.yaml\n- secrets: {a: [b.yaml]}\n"],
  ["values.yaml", "repo: git+https://example.org/x"],
  ["values.yaml.gotmpl", '{{/* exec "x" */}}\na: {{ .Values | get "executor" "x" }}'],
  ["values.yaml.gotmpl", "prefix: {{ .Values.preference }}\nexec: [sh]"],
])("what is harmless passes: %s %s", (path, text) => {
  expect(places(path, text)).toEqual([]);
});

test("templates are searched for what cannot be the same twice, with file and line", () => {
  const text = [
    'a: {{ now | date "2006" }}',
    'b: {{ "now" }}',
    "{{/* uuidv4 */}}",
    '{{- $ca := genCA "x" 1 }}',
    "c: {{ .Values.now }} {{ include `x` . | lookupName }}",
    'd: {{ (lookup "v1" "Secret" "a" "b").data }}',
    "e: {{ randAlphaNum 10 | b64enc }}",
    '{{ if true }}now{{ end }}\n{{- $x :=\n  getHostByName "a" }}',
  ].join("\n");
  const found = searchChanging([{ path: "web/templates/x.yaml", text }]);
  expect(found.map((each) => `${each.at.line} ${each.says.split("`")[1]}`)).toEqual([
    "1 now",
    "4 genCA",
    "6 lookup",
    "7 randAlphaNum",
    "9 getHostByName",
  ]);
});
