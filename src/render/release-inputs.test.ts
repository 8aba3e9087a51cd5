import { describe, expect, test } from "vitest";
import { describeInputs } from "./provenance.ts";
import { describeReleases } from "./release-inputs.ts";

const state = `environments: { prod: { values: [shared.yaml] } }
---
releases:
  - { name: web, namespace: x, chart: ./web, values: ["web-{{ .Environment.Name }}.yaml"] }
  - { name: db, namespace: x, chart: ./db, values: [db.yaml.gotmpl], needs: [x/web] }
`;
const files = {
  "helmfile.yaml": state,
  "shared.yaml": "a: 1",
  "web-prod.yaml": "b: 1",
  "db.yaml.gotmpl": '{{ readFile "db.json" }}',
  "_names.tpl": "t",
  "db.json": "{}",
  "scripts/hook": "exit 0",
  "environments/prod.yaml": "c: 1",
};
const charts = [
  { path: "web/Chart.yaml", text: "name: web" },
  { path: "db/Chart.yaml", text: "name: db" },
];

function isChart({ path }: { readonly path: string }): boolean {
  return /^(web|db)\//.test(path);
}

function digests(
  changed: Readonly<Record<string, string>> = {},
  made: readonly string[] = [],
): Readonly<Record<string, string>> | undefined {
  const texts = Object.entries({ ...files, ...changed });
  const all = texts.map(([path, text]) => ({ path, text }));

  const states = all.filter((file) => !isChart(file));
  const inChart = [...charts, ...all.filter(isChart)];
  const provenance = describeInputs({ states, charts: inChart, versions: { helm: "4.2.3" } });
  return describeReleases({
    ...provenance,
    environment: "prod",
    file: "helmfile.yaml",
    states,
    made,
  });
}

/** The releases that a change concerns. */
function concerned(
  changed: Readonly<Record<string, string>>,
  made: readonly string[] = [],
): readonly string[] {
  const before = digests({}, made);
  const after = digests(changed, made);
  return Object.keys(after ?? {}).filter((name) => before?.[name] !== after?.[name]);
}

describe("describeReleases", () => {
  test.each([
    ["its values file", { "web-prod.yaml": "b: 2" }, ["web"]],
    ["its chart", { "web/templates/x.yaml": "x" }, ["web"]],
    ["its values template", { "db.yaml.gotmpl": 'x: {{ readFile "db.json" }}' }, ["db"]],
    ["what its values template reads", { "db.json": '{"a":1}' }, ["db"]],
    ["a file beside its template", { "_names.tpl": "u" }, ["db"]],
    ["its entry", { "helmfile.yaml": state.replace("./web,", "./web, wait: true,") }, ["web"]],
    ["values of the environment", { "shared.yaml": "a: 2" }, ["web", "db"]],
    ["what no release names", { "scripts/hook": "exit 1" }, ["web", "db"]],
    ["needs", { "helmfile.yaml": state.replace("x/web", "y/web") }, ["web", "db"]],
    ["a comment", { "helmfile.yaml": `# about it\n${state}` }, []],
  ])("%s concerns its releases alone", (_, changed, names) => {
    expect(concerned(changed)).toEqual(names);
  });

  test("a layer counts by what it comes to, where that is an input", () => {
    const layer = { "environments/prod.yaml": "c: 2" };
    expect(concerned(layer)).toEqual(["web", "db"]);
    expect(concerned(layer, ["environments/*.yaml"])).toEqual([]);
  });

  test.each([
    ["bases", `bases: [b.yaml]\n---\n${state}`],
    ["other state files", `helmfiles: [b.yaml]\n---\n${state}`],
    ["a template around it", `{{ if true }}\n${state}\n{{ end }}`],
    ["a name that is made", state.replace("name: web", 'name: "{{ .Values.a }}"')],
    ["an inherited condition", `templates: { off: { installed: false } }\n${state}`],
    ["a condition", state.replace("./web,", "./web, installed: false,")],
  ])("with %s only Helmfile knows its releases", (_, text) => {
    expect(digests({ "helmfile.yaml": text })).toBeUndefined();
  });
});
