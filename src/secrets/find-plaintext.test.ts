import { describe, expect, test } from "vitest";
import type { Manifest } from "../model/manifest.ts";
import type { ValueMap } from "../model/value.ts";
import { findPlaintext } from "./find-plaintext.ts";

const value = "aHVudGVyMi1odW50ZXIy";
const secret: ValueMap = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "s" },
  data: { password: value },
};
const json = JSON.stringify(secret);
const yaml = `data:\n  password: ${value}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n`;

function object(kind: string, body: ValueMap): Manifest {
  const identity = { group: "", kind, namespace: "n", name: "o" };
  return { identity, release: "r", body: { apiVersion: "v1", kind, ...body } };
}

function found(kind: string, body: ValueMap): readonly (string | undefined)[] {
  return findPlaintext([object(kind, body)]).map(({ at }) => at.pointer);
}

describe("a Secret with data is found", () => {
  test.each<[string, string, ValueMap, string]>([
    ["as an object", "Secret", { data: { a: value } }, "/data"],
    ["with stringData", "Secret", { stringData: { a: "x" } }, "/stringData"],
    ["in a List", "List", { items: [secret] }, "/items/0/data"],
    ["in a SecretList", "SecretList", { items: [{ data: { a: value } }] }, "/items"],
    ["as JSON in a ConfigMap", "ConfigMap", { data: { a: json } }, "/data/a"],
    ["as YAML with data before kind", "ConfigMap", { data: { a: yaml } }, "/data/a"],
    ["in the second document", "ConfigMap", { data: { a: `a: 1\n---\n${yaml}` } }, "/data/a"],
    ["in YAML that cannot be read", "ConfigMap", { data: { a: `${yaml}\n{{ if }}\n` } }, "/data/a"],
    [
      "within JSON within JSON",
      "ConfigMap",
      { data: { a: JSON.stringify({ b: json }) } },
      "/data/a",
    ],
    [
      "in base64",
      "ConfigMap",
      { binaryData: { a: Buffer.from(yaml).toString("base64") } },
      "/binaryData/a",
    ],
    [
      "in the annotation that kubectl leaves",
      "Deployment",
      { metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": json } } },
      "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
    ],
    [
      "in Helm's release record",
      "ConfigMap",
      { metadata: { name: "sh.helm.release.v1.app.v1" }, data: { release: "SDRzSUFB" } },
      "/data",
    ],
    ["in another kind's template", "Template", { objects: [secret] }, "/objects/0/data"],
  ])("%s", (_title, ...row) => {
    const [kind, body, pointer] = row;
    expect(found(kind, body)).toEqual([pointer]);
  });
});

describe("a token is found by its form", () => {
  const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\n-----END RSA PRIVATE KEY-----";
  test.each([
    ["a private key", pem],
    ["a private key in base64", Buffer.from(pem).toString("base64")],
    ["an AWS access key", ["AKIA", "IOSFODNN7EXAMPLA"].join("")],
    ["a GitHub token", `ghp_${"a1B2".repeat(9)}`],
  ])("%s", (what, text) => {
    const [finding, ...others] = findPlaintext([
      object("ConfigMap", { data: { a: `x: ${text}` } }),
    ]);
    expect(finding).toMatchObject({ code: "SECRET_PLAINTEXT", at: { pointer: "/data/a" } });
    expect(finding?.says).toContain(what);
    expect(others).toEqual([]);
  });
});

describe("a password in a URL is found", () => {
  test.each<[string, string, ValueMap, string]>([
    [
      "a variable",
      "Pod",
      { spec: { env: [{ name: "U", value: "amqp://app:p@mq" }] } },
      "/spec/env/0/value",
    ],
    ["an argument", "Pod", { spec: { args: ["--dsn=amqp://app:p@mq"] } }, "/spec/args/0"],
    [
      "a connector",
      "ConfigMap",
      { data: { "c.json": '{"connection.url":"jdbc:x://h/d?user=u\\u0026password=p"}' } },
      "/data/c.json",
    ],
    [
      "an annotation",
      "Service",
      { metadata: { annotations: { "app.io/url": "amqp://app:p@mq" } } },
      "/metadata/annotations/app.io~1url",
    ],
  ])("in %s", (_title, ...row) => {
    const [kind, body, pointer] = row;
    expect(found(kind, body)).toEqual([pointer]);
  });
});

test("no finding holds the value", () => {
  const data = { a: value, b: `amqp://guest:${value}@rabbit`, c: `jdbc:x://h/d?password=${value}` };
  for (const kind of ["Secret", "ConfigMap"]) {
    expect(JSON.stringify(findPlaintext([object(kind, { data })]))).not.toContain(value);
  }
});

describe("no plain text is", () => {
  test.each<[string, string, ValueMap]>([
    ["an empty Secret", "Secret", { data: {} }],
    ["a reference to a Secret", "Pod", { ref: { kind: "Secret", name: "s" } }],
    ["a text about secrets", "ConfigMap", { data: { a: "kind: Secret is what ESO makes" } }],
    ["a password that is filled in later", "ConfigMap", { data: { a: "http://u:${PASSWORD}@h" } }],
    ["a public certificate", "ConfigMap", { data: { a: "-----BEGIN CERTIFICATE-----\nMII\n" } }],
    [
      "a public certificate in base64",
      "ConfigMap",
      { data: { a: Buffer.from("-----BEGIN CERTIFICATE-----\nMIIabcdefgh\n").toString("base64") } },
    ],
    [
      "an ExternalSecret",
      "ExternalSecret",
      { spec: { target: { template: { data: { u: "{{ .p }}" } } } } },
    ],
    [
      "an example in a definition",
      "CustomResourceDefinition",
      { spec: { properties: { url: { description: "postgres://user:password@host" } } } },
    ],
    ["a digest", "ConfigMap", { data: { a: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b" } }],
  ])("%s", (_title, kind, body) => {
    expect(found(kind, body)).toEqual([]);
  });
});

test("aliases that multiply cost nothing", () => {
  const levels = Array.from(
    { length: 40 },
    (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`,
  );
  const bomb = `l0: &l0 {kind: Secret}\n${levels.join("\n")}\n`;
  expect(found("ConfigMap", { data: { a: bomb } })).toEqual([]);
});
