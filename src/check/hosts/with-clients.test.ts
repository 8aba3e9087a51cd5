import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";

const cluster = await readFile(new URL("__fixtures__/cluster.yaml", import.meta.url), "utf8");

function configMap(text: string): unknown {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "text" },
    data: { "prometheus.yml": text },
  };
}

const blackbox = `{ apiVersion: v1, kind: Service, metadata: { name: blackbox }, spec: { selector: { app: bb }, ports: [{ name: http, port: 9115 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: blackbox, labels: { app: bb } }, spec: { containers: [{ name: c, ports: [{ containerPort: 9115 }] }] } }
---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: bb }, spec: { podSelector: { matchLabels: { app: bb } }, policyTypes: [Egress] } }`;

const probing: readonly (readonly [string, unknown])[] = [
  [
    "a Probe",
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "Probe",
      metadata: { name: "probe" },
      spec: {
        prober: { url: "blackbox:9115" },
        targets: { staticConfig: { static: ["dp-redpanda:9092"] } },
      },
    },
  ],
  [
    "a scrape job through an exporter",
    configMap(
      "scrape_configs:\n- static_configs: [{ targets: ['dp-redpanda:9092'] }]\n  relabel_configs: [{ target_label: __address__, replacement: 'blackbox:9115' }]\n",
    ),
  ],
];

test.each(probing)("what %s asks is asked by the exporter", (_, object) => {
  const text = `${cluster}---\n${blackbox}\n---\n${JSON.stringify(object)}`;
  const { findings } = checkManifests(manifestsOf(text), { environment: "dev" });
  expect(findings.map(({ code, at }) => `${code} ${at.object ?? ""}`)).toEqual([
    "POLICY_EGRESS Pod shop/blackbox",
    "POLICY_DNS Pod shop/blackbox",
  ]);
});
