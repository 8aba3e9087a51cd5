import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Finding } from "../../model/finding.ts";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";
import { isKindSchemas, type KindSchemas } from "./shape.ts";

const schemas = await Promise.all(
  ["kubernetes-1.36", "external-secrets-2.9.0", "prometheus-operator-0.93.0"].map(readSchemas),
);

async function readSchemas(name: string): Promise<KindSchemas> {
  const file = new URL(`../../../schemas/kinds/${name}.json`, import.meta.url);
  const read: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!isKindSchemas(read)) throw new Error(`${name} is no set of kinds`);
  return read;
}

function check(text: string): readonly Finding[] {
  const { findings } = checkManifests(manifestsOf(text), { environment: "dev", schemas });
  return findings.filter(({ code }) => code.startsWith("SCHEMA_"));
}

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web }, annotations: null }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web
          ports: [{ containerPort: 80 }]
          resources: { limits: { cpu: 500m, memory: 1.5Gi }, requests: { cpu: 1 } }
          livenessProbe: { httpGet: { port: http } }
`;

test("a valid object has no finding", () => {
  expect(check(deployment)).toEqual([]);
});

const faults: readonly (readonly [string, string, string, string])[] = [
  ["SCHEMA_UNKNOWN_FIELD", "replicas: 3", "replica: 3", "did you mean replicas?"],
  ["SCHEMA_TYPE", "replicas: 3", 'replicas: "3"', "must be a whole number"],
  ["SCHEMA_TYPE", "labels: { app: web }, ann", "labels: { app: 1 }, ann", 'quote it: \\"1\\"'],
  [
    "SCHEMA_TYPE",
    "cpu: 500m",
    "cpu: half",
    "spec.template.spec.containers[0].resources.limits.cpu",
  ],
  ["SCHEMA_REQUIRED", "selector: { matchLabels: { app: web } }", "paused: true", "has no selector"],
  [
    "SCHEMA_REPEATED_ITEM",
    "containers:",
    "containers:\n        - { name: web, image: a }",
    "same name",
  ],
  ["SCHEMA_API_VERSION", "apps/v1", "apps/v1beta2", "use apps/v1"],
  ["SCHEMA_UNKNOWN_KIND", "apps/v1", "example.com/v1", "example.com/v1 Deployment"],
];

test.each(faults)("%s: %s", (...[code, from, to, names]) => {
  expect(deployment).toContain(from);
  const findings = check(deployment.replace(from, to));
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  expect(JSON.stringify(findings)).toContain(names);
});

test("a custom resource is held to its definition: patterns, enums, unknown fields", () => {
  const findings = check(`
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: a }
spec: { target: { creationPolicy: Owners }, refreshIntervall: 1h0m0s, data: [{ secretKey: a, remoteRef: { key: k } }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: b }
spec: { selector: {}, endpoints: [{ port: http, interval: fast, targetPort: 80 }] }`);
  expect(findings.map(({ code, at }) => `${code} ${at.pointer ?? ""}`)).toEqual([
    "SCHEMA_VALUE /spec/target/creationPolicy",
    "SCHEMA_UNKNOWN_FIELD /spec/refreshIntervall",
    "SCHEMA_VALUE /spec/endpoints/0/interval",
  ]);
});

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Boat, plural: boats }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [keel]
              properties:
                keel: { type: string, enum: [oak, steel] }
                port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                rig: { type: object, x-kubernetes-preserve-unknown-fields: true, properties: { mast: { type: integer } } }
              oneOf: [{ required: [port] }, { required: [rig] }]
---
`;

function boat(spec: string): readonly Finding[] {
  return check(
    `${definition}{ apiVersion: example.com/v1, kind: Boat, metadata: { name: b }, spec: ${spec} }`,
  );
}

test("a definition in the same render counts", () => {
  expect(boat("{ keel: oak, port: 80 }")).toEqual([]);
  expect(boat("{ keel: oak, rig: { mast: 2, sail: white } }")).toEqual([]);
  expect(boat("{ keel: oak, port: 80, rig: {} }")).toMatchObject([{ code: "SCHEMA_VALUE" }]);
  expect(boat("{ keel: pine, port: http, hull: red }").map(({ code }) => code)).toEqual([
    "SCHEMA_VALUE",
    "SCHEMA_UNKNOWN_FIELD",
  ]);
});

test("a value that names a field of every object in JavaScript is no known field", () => {
  const findings = check(
    "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, constructor: x, toString: y }",
  );
  expect(findings.map(({ at }) => at.pointer)).toEqual(["/constructor", "/toString"]);
});
