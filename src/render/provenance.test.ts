import { expect, test } from "vitest";
import { namedPaths } from "./named-paths.ts";
import { describeInputs } from "./provenance.ts";

const charts = [
  { path: "charts/a/Chart.yaml", text: "name: a" },
  { path: "charts/a/charts/b/Chart.yaml", text: "name: b" },
  { path: "charts/a/templates/x.yaml", text: "x" },
];
const states = [{ path: "helmfile.yaml", text: "releases: []" }];
const versions = { helmfile: "helmfile version v1.8.0\n", helm: "v4.2.3+g43e8b7f" };

test("inputs are told by one digest for each file and each chart, tools by their versions", () => {
  const { tools, inputs } = describeInputs({ states, charts, versions });
  expect(tools).toEqual({ helm: "v4.2.3+g43e8b7f", helmfile: "v1.8.0" });
  expect(Object.keys(inputs)).toEqual(["charts/a", "helmfile.yaml"]);
  expect(inputs["helmfile.yaml"]).toMatch(/^[0-9a-f]{64}$/);
});

test("a change in a chart's subchart changes the chart's digest, and no other", () => {
  const other = charts.map((file) => ({ ...file, text: file.text.replace("name: b", "name: c") }));
  const before = describeInputs({ states, charts, versions }).inputs;
  const after = describeInputs({ states, charts: other, versions }).inputs;
  expect(after["charts/a"]).not.toBe(before["charts/a"]);
  expect(after["helmfile.yaml"]).toBe(before["helmfile.yaml"]);
});

test("a state names files and charts, the environment filled in, other templates as globs", () => {
  const text = `
helmfiles: [apps/one.yaml]
releases:
- name: a
  chart: ./charts/web
  values: ["values/{{ .Environment.Name }}.yaml", "values/{{ .Values.region }}/x.yaml.gotmpl"]
- {name: b, chart: "../other", namespace: "https://no.path/x.yaml"}
`;
  expect(namedPaths(text, "prod")).toEqual([
    "apps/one.yaml",
    "./charts/web",
    "values/prod.yaml",
    "values/*/x.yaml.gotmpl",
    "../other",
    "a",
    "b",
  ]);
});

test.each([
  ["a space or letters of any language", 'values: ["my größe.yaml"]', "my größe.yaml"],
  ["marks of a glob", 'values: ["d[ab]?.yaml"]', "d[ab]?.yaml"],
  ["no ending", "releases:\n- values:\n  - texts", "texts"],
  ["any ending", "set: [{ name: a, file: a.conf }]", "a.conf"],
  ["a place in an action", 'tag: {{ readFile "VERSION" | trim }}', "VERSION"],
])("a name with %s is named", (_, text, name) => {
  expect(namedPaths(text, "prod")).toContain(name);
});

test("what a comment says names nothing", () => {
  expect(namedPaths("# see docs/a.yaml\na: 1\n", "prod")).toEqual([]);
});
