import { expect, test } from "vitest";
import type { ObjectChange } from "../model/manifest-diff.ts";
import type { Manifest } from "../model/manifest.ts";
import { diffManifests } from "./diff-manifests.ts";
import { parseRender } from "./parse-render.ts";

function changes(before: string, after: string): readonly ObjectChange[] {
  return diffManifests(read(before), read(after)).changes;
}

function read(text: string): readonly Manifest[] {
  return parseRender(text, { release: "r" }).manifests;
}

function paths(before: string, after: string): readonly string[] {
  return changes(before, after).flatMap((change) =>
    change.fields.map(({ path, before: was, after: is }) =>
      [path, was, is]
        .map((part) => (part === undefined ? "-" : JSON.stringify(part).replaceAll('"', "")))
        .join(" "),
    ),
  );
}

function risks(before: string, after: string): readonly string[] {
  return changes(before, after).flatMap((change) => change.risks.map((risk) => risk.code));
}

function objectOf(kind: string, rest: string, place = "prod/web"): string {
  const [namespace, name] = place.split("/");
  const versions: Readonly<Record<string, string>> = {
    ConfigMap: "v1",
    Secret: "v1",
    Namespace: "v1",
    PersistentVolumeClaim: "v1",
    SealedSecret: "bitnami.com/v1alpha1",
    CustomResourceDefinition: "apiextensions.k8s.io/v1",
  };
  const group = versions[kind] ?? "apps/v1";
  return `---\napiVersion: ${group}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\n${rest}\n`;
}

function workload(kind: string, spec: string, pod = "containers: [{name: web, image: a}]"): string {
  return objectOf(kind, `spec: {${spec}${spec === "" ? "" : ", "}template: {spec: {${pod}}}}`);
}

function dashboard(width: number): string {
  return `data: {"d.json": '{"panels": [{"id": 1, "title": "x"},\n {"id": 2, "w": ${width}}]}'}`;
}

function settings(line: string): string {
  return `data:\n  a.conf: |\n    one\n    ${line}\n    three\n`;
}

function claim(size: string): string {
  return objectOf("PersistentVolumeClaim", `spec: {resources: {requests: {storage: ${size}}}}`);
}

test("the order of keys and the version of the API change no object", () => {
  const before = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: x, b: z}";
  const after = "kind: ConfigMap\ndata: {b: z, a: x}\napiVersion: v1\nmetadata: {name: a}";
  expect(changes(before, after)).toEqual([]);
  const older = before.replace("apiVersion: v1", "apiVersion: v0");
  expect(paths(older, before)).toEqual(["apiVersion v0 v1"]);
});

test("items are matched by the keys that Kubernetes goes by", () => {
  const before = workload(
    "Deployment",
    "",
    "containers: [{name: a, image: x}, {name: b, env: [{name: E, value: z}], ports: [{containerPort: 1}, {containerPort: 2}]}]",
  );
  const after = workload(
    "Deployment",
    "",
    "containers: [{name: b, env: [{name: E, value: w}, {name: F, value: v}], ports: [{containerPort: 2, name: m}, {containerPort: 1}]}, {name: a, image: x}]",
  );
  expect(paths(before, after)).toEqual([
    "spec.template.spec.containers[b].env[E].value z w",
    "spec.template.spec.containers[b].env[F] - {name:F,value:v}",
    "spec.template.spec.containers[b].ports[2].name - m",
    "spec.template.spec.containers[b].ports order [1,2] [2,1]",
    "spec.template.spec.containers order [a,b] [b,a]",
  ]);
});

test("items without a key are compared from both ends", () => {
  const before = objectOf("A", "rules: [{a: 1}, {a: 2, b: 5}, {a: 3}]");
  const after = objectOf("A", "rules: [{a: 1}, {a: 2, b: 6}, {a: 4}, {a: 3}]");
  expect(paths(before, after)).toEqual(["rules[1].b 5 6", "rules[2] - {a:4}"]);
});

test("JSON and YAML inside a text are compared as such, other texts by lines", () => {
  expect(paths(objectOf("ConfigMap", dashboard(1)), objectOf("ConfigMap", dashboard(2)))).toEqual([
    "data[d.json].panels[2].w 1 2",
  ]);
  const [change] = changes(
    objectOf("ConfigMap", settings("two")),
    objectOf("ConfigMap", settings("2")),
  );
  expect(change?.fields[0]?.lines).toEqual([
    { mark: " ", text: "one" },
    { mark: "-", text: "two" },
    { mark: "+", text: "2" },
  ]);
});

test("an object that only changed its name is a rename", () => {
  const data = "data: {a: x, b: web-1, c: z, d: w, e: v}";
  const found = changes(
    objectOf("ConfigMap", data, "prod/web-1"),
    objectOf("ConfigMap", data.replace("web-1", "web-2"), "prod/web-2"),
  );
  expect(found.map((change) => `${change.change} ${change.previous?.name}`)).toEqual([
    "renamed web-1",
  ]);
  const other = changes(
    objectOf("ConfigMap", data, "prod/a"),
    objectOf("ConfigMap", "data: {q: r}", "prod/b"),
  );
  expect(other.map((change) => change.change).toSorted()).toEqual(["added", "removed"]);
});

test.each([
  ["Secret", "data: {password: aHVudGVyMg==}"],
  ["Secret", "stringData: {hunter2key: hunter2}"],
  ["SealedSecret", "spec: {encryptedData: {password: hunter2}, template: {data: {x: hunter2}}}"],
  ["ConfigMap", 'data: {"app.properties": "a=b\\ndb.password=hunter2\\n"}'],
  ["ConfigMap", 'data: {url: "postgres://app:hunter2@db:5432/x"}'],
  ["ConfigMap", 'data: {"c.json": "{\\"token\\": \\"hunter2\\",\\n\\"x\\": 1}"}'],
  [
    "Deployment",
    "spec: {template: {spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: hunter2}]}]}}}",
  ],
  ["Secret", "metadata2: {}\ndata: {nested: aHVudGVyMg==}"],
])("the values of a secret are never shown: %s %s", (kind, text) => {
  const other = text.replaceAll("hunter2", "tiger99").replaceAll("aHVudGVyMg==", "dGlnZXI5OQ==");
  const bare = /^\w+/.exec(text)?.[0] ?? "";
  const pairs = [
    [text, other],
    [`${bare}: {}`, text],
    [text, `${bare}: {}`],
  ] as const;
  for (const [before, after] of pairs) {
    const found = changes(objectOf(kind, before), objectOf(kind, after));
    expect(found).not.toEqual([]);
    const fields = found.flatMap((change) => change.fields);
    const shown = JSON.stringify(fields.map((field) => [field.before, field.after, field.lines]));
    expect(shown).not.toMatch(
      /: ?"?(?:hunter2|tiger99)"?[,}]|aHVudGVyMg|dGlnZXI5OQ|[=:]hunter2|[=:]tiger99/,
    );
  }
});

test.each([
  [
    "IMMUTABLE",
    workload("Deployment", "selector: {a: x}"),
    workload("Deployment", "selector: {a: z}"),
  ],
  [
    "IMMUTABLE",
    workload("StatefulSet", "serviceName: x"),
    workload("StatefulSet", "serviceName: z"),
  ],
  [
    "VOLUME",
    workload("StatefulSet", "volumeClaimTemplates: [{metadata: {name: d}, spec: {a: 1}}]"),
    workload("StatefulSet", "volumeClaimTemplates: [{metadata: {name: d}, spec: {a: 2}}]"),
  ],
  ["SCALED_TO_ZERO", workload("Deployment", "replicas: 2"), workload("Deployment", "replicas: 0")],
  ["SCALED_DOWN", workload("Deployment", "replicas: 2"), workload("Deployment", "replicas: 1")],
  [
    "RESTART",
    workload("Deployment", ""),
    workload("Deployment", "", "containers: [{name: web, image: b}]"),
  ],
  [
    "IMMUTABLE",
    objectOf("PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Ti}}}"),
    objectOf("PersistentVolumeClaim", "spec: {resources: {requests: {storage: 900Gi}}}"),
  ],
  [
    "IMMUTABLE",
    objectOf("ConfigMap", "immutable: true\ndata: {a: x}"),
    objectOf("ConfigMap", "immutable: true\ndata: {a: z}"),
  ],
  ["DATA_REMOVED", objectOf("PersistentVolumeClaim", ""), ""],
  ["DATA_REMOVED", objectOf("CustomResourceDefinition", ""), ""],
  [
    "NAMESPACE",
    objectOf("ConfigMap", "data: {a: x, b: w, c: v}"),
    objectOf("ConfigMap", "data: {a: x, b: w, c: v}", "other/web"),
  ],
])("%s is marked", (code, before, after) => {
  expect(risks(before, after)).toEqual([code]);
});

test("growing a claim is no risk", () => {
  expect(risks(claim("1Gi"), claim("1Ti"))).toEqual([]);
});
