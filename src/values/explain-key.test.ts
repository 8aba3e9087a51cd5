import { describe, expect, test } from "vitest";
import { readChartDefaults, releasesWithValues } from "./chart-defaults.ts";
import { explainKey, nearestPath, type ExplainSources } from "./explain-key.ts";
import { parsePath } from "./parse-path.ts";
import { resolveLayers } from "./resolve-layers.ts";

const chart = [
  { file: "c/Chart.yaml", text: "name: c\ndependencies: [{name: kafka, alias: broker}]\n" },
  { file: "c/values.yaml", text: "broker:\n  replicas: 2\nonly: here\n" },
  { file: "c/charts/kafka/values.yaml", text: "replicas: 1\nlog: info\n" },
];
const schema = {
  type: "object",
  properties: {
    password: { type: "string", "x-secret": true },
    login: { type: "object", properties: { token: { type: "string", "x-secret": true } } },
    broker: { properties: { replicas: { type: "integer", minimum: 1, description: "How many." } } },
  },
};

function sources(...texts: readonly string[]): ExplainSources {
  const layers = texts.map((text, index) => ({ file: `${index}.yaml`, text }));
  return {
    resolved: resolveLayers(layers).resolved,
    defaults: readChartDefaults("c", chart),
    schema,
  };
}

function explained(path: string, asked: ExplainSources): readonly string[] {
  return explainKey(parsePath(path) ?? [], asked).layers.map(
    ({ file, line, column, value, above }) =>
      `${file}:${line}:${column} ${JSON.stringify(value)}${above === undefined ? "" : ` at ${above}`}`,
  );
}

describe("explainKey", () => {
  test("names every layer that spoke, down to the charts, the umbrella above the subchart", () => {
    const asked = sources("broker: {replicas: 3}\n", "broker: {replicas: 5}\n");
    expect(explained("broker.replicas", asked)).toEqual([
      "1.yaml:1:20 5",
      "0.yaml:1:20 3",
      "c/values.yaml:2:13 2",
      "c/charts/kafka/values.yaml:1:11 1",
    ]);
    expect(explainKey(["broker", "replicas"], asked).schema).toBe(
      'integer, 1 or more: "How many."',
    );
  });

  test("finds what only a chart's defaults set", () => {
    expect(explained("broker.log", sources("{}"))).toEqual([
      'c/charts/kafka/values.yaml:2:6 "info"',
    ]);
    expect(explained("only", sources("{}"))).toEqual(['c/values.yaml:3:7 "here"']);
  });

  test("an element of a list names the list that it replaced", () => {
    const asked = sources("l:\n  - {a: 1}\n", "l:\n  - {a: 2}\n");
    expect(explained("l[0].a", asked)).toEqual(["1.yaml:2:9 2", '0.yaml:1:1 "a list of 1" at l']);
    expect(explained("l[3]", asked)[0]).toBe('1.yaml:1:1 "a list of 1" at l');
  });

  test("a key that null removed names the line of the null", () => {
    const asked = sources("broker: {replicas: 3}\n", "broker: null\n");
    expect(explained("broker.replicas", asked)[0]).toBe("1.yaml:1:9 null at broker");
  });

  test("what the schema marks as secret is masked, alone and inside a map", () => {
    const asked = sources("password: hunter2\nlogin: {user: reader, token: t0psecret}\n");
    expect(explained("password", asked)).toEqual(['0.yaml:1:11 "********"']);
    expect(explained("login.token", asked)).toEqual(['0.yaml:2:30 "********"']);
    expect(explained("login", asked)).toEqual(['0.yaml:2:1 {"user":"reader","token":"********"}']);
  });

  test("suggests the nearest key, beside it first", () => {
    const asked = sources("broker: {replicas: 3}\n");
    expect(nearestPath(["broker", "replica"], asked)).toBe("broker.replicas");
    expect(nearestPath(["brokre", "replicas"], asked)).toBe("broker.replicas");
    expect(nearestPath(["replicas"], asked)).toBe("broker.replicas");
    expect(nearestPath(["something"], asked)).toBeUndefined();
  });
});

describe("parsePath", () => {
  test.each([
    ["a.b", ["a", "b"]],
    ["a[0].b", ["a", "0", "b"]],
    ['a."b.c".d', ["a", "b.c", "d"]],
    ['"x y"', ["x y"]],
    ["/a/b~1c/0", ["a", "b/c", "0"]],
    ["a-b_c", ["a-b_c"]],
  ])("reads %s", (path, keys) => {
    expect(parsePath(path)).toEqual(keys);
  });

  test.each(["", "a..b", ".a", "a.", "a[x]", 'a."b', "a[0"])("refuses %j", (path) => {
    expect(parsePath(path)).toBeUndefined();
  });
});

test("releases are found by the values file that they are handed", () => {
  const state = [
    "environments: {prod: {}}\n---\nreleases:\n",
    '- {name: a, chart: ./charts/a, values: [".build/{{ .Environment.Name }}/values.yaml"]}\n',
    "- {name: b, chart: x/b, values: [other.yaml]}\n",
  ].join("");
  const asked = { environment: "prod", output: ".build/prod/values.yaml" };
  expect(releasesWithValues(state, asked)).toEqual([{ name: "a", chart: "charts/a" }]);
  expect(releasesWithValues("releases: {{ if }", asked)).toEqual([]);
});
