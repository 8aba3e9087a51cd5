import { expect, test } from "vitest";
import type { Finding } from "../../model/finding.ts";
import { checkManifests } from "../check-manifests.ts";
import { platform } from "../connect/test-platform.ts";
import { manifestsOf } from "../test-manifests.ts";

function check(text: string): readonly Finding[] {
  return checkManifests(manifestsOf(text), { environment: "dev" }).findings;
}

const pod = `{ apiVersion: v1, kind: Pod, metadata: { name: web, labels: { app: web } }, spec: { containers: [{ name: web,
  ports: [{ name: http, containerPort: 8080 }], resources: { limits: { memory: 1Gi } }, env: [{ name: HEAP_OPTS, value: "-Xms512m -Xmx768m" }],
  startupProbe: { tcpSocket: { port: 8080 } }, livenessProbe: { httpGet: { port: http } } }] } }
---
{ apiVersion: v1, kind: Service, metadata: { name: web, labels: { app: web } }, spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] } }
---
{ apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: { name: web }, spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http }] } }
---
{ apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: { name: web }, spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ port: http }] } }`;

test("probes, monitors and heaps that fit have no finding", () => {
  expect(check(pod)).toEqual([]);
});

const faults: readonly (readonly [string, string, string, string])[] = [
  ["LINK_PROBE_PORT", "tcpSocket: { port: 8080 }", "tcpSocket: { port: 8081 }", "8080 http"],
  [
    "LINK_PROBE_PORT",
    "httpGet: { port: http }",
    "httpGet: { port: web }",
    "livenessProbe of container web",
  ],
  [
    "LINK_MONITOR",
    "matchLabels: { app: web } }, endpoints",
    "matchLabels: { app: api } }, endpoints",
    "nothing is scraped",
  ],
  [
    "LINK_MONITOR_PORT",
    "endpoints: [{ port: http }]",
    "endpoints: [{ port: metrics }]",
    "no port named metrics",
  ],
  [
    "LINK_MONITOR_PORT",
    "podMetricsEndpoints: [{ port: http }]",
    "podMetricsEndpoints: [{ port: x }]",
    "Pod shop/web",
  ],
  ["LINK_HEAP", "-Xmx768m", "-Xmx2g", "a heap of 2048Mi in a container of 1Gi"],
];

test.each(faults)("%s: %s to %s", (...[code, from, to, names]) => {
  expect(pod).toContain(from);
  const findings = check(pod.replace(from, to));
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  expect(JSON.stringify(findings)).toContain(names);
});

const broker = `
{ apiVersion: v1, kind: Service, metadata: { name: broker }, spec: { selector: { app: broker }, ports: [{ name: kafka, port: 9092 }] } }
---
{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: broker }, spec: { replicas: 1, template: { metadata: { labels: { app: broker } },
  spec: { containers: [{ name: c, ports: [{ containerPort: 9092 }] }] } } } }`;

test("copies beyond the brokers that there are are found", () => {
  const text = platform({ source: { "topic.creation.default.replication.factor": "3" } });
  const wired = text.replace(
    "{ name: GROUP_ID",
    "{ name: BOOTSTRAP_SERVERS, value: broker:9092 }, { name: GROUP_ID",
  );
  const findings = check(`${wired}\n---${broker}`);
  expect(findings).toMatchObject([
    {
      code: "LINK_REPLICATION",
      says: "topic.creation.default.replication.factor wants 3 copies, and there is 1 broker",
    },
  ]);
});
