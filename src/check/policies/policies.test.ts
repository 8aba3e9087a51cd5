import { expect, test } from "vitest";
import type { Finding } from "../../model/finding.ts";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";

/** A shop behind policies that deny all but what it needs. */
const shop = `
{ apiVersion: v1, kind: Service, metadata: { name: db }, spec: { selector: { app: db }, ports: [{ name: postgresql, port: 5432, targetPort: pg }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: db, labels: { app: db } }, spec: { containers: [{ name: c, ports: [{ name: pg, containerPort: 6432 }] }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: web, labels: { app: web } }, spec: { containers: [{ name: c, env: [
  { name: DB, value: "postgresql://db:5432/shop" }, { name: S3, value: "https://s3.eu-west-1.amazonaws.com" }, { name: P, value: "http://push.monitoring:9091" }] }] } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: dns }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ ports: [{ port: 53, protocol: UDP }], to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [web] }] }
  policyTypes: [Egress]
  egress:
    - { ports: [{ port: 6432 }], to: [{ podSelector: { matchLabels: { app: db } } }] }
    - { ports: [{ port: 443 }], to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }
    - { ports: [{ port: 9000, endPort: 9100 }], to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ ports: [{ port: pg }], from: [{ podSelector: { matchLabels: { app: web } } }] }]
`;

const checks = {
  externals: [
    { host: "s3.*.amazonaws.com", port: 443, reason: "the bucket" },
    { host: "push.monitoring", port: 9091, reason: "the cluster's own" },
  ],
};

function check(text: string): readonly Finding[] {
  return checkManifests(manifestsOf(text), { environment: "dev", checks }).findings;
}

test("policies that let exactly the needed connections through have no finding", () => {
  expect(check(shop)).toEqual([]);
});

test("each end that lets a connection through is a link that holds", () => {
  const { links } = checkManifests(manifestsOf(shop), { environment: "dev", checks });
  const ways = links.filter(({ names }) => names === "way to db:6432");
  expect(ways.map(({ to }) => to)).toEqual(["policies of Pod shop/web", "policies of Pod shop/db"]);
});

const faults: readonly (readonly [string, string, string, string])[] = [
  [
    "POLICY_EGRESS",
    "{ port: 6432 }",
    "{ port: 5432 }",
    "web may not reach port 6432, needed for db",
  ],
  ["POLICY_NO_PORT", "{ port: 6432 }", "{ port: 5432 }", "which no container has"],
  ["POLICY_EGRESS", "port: 443", "port: 80", "needed for s3.eu-west-1.amazonaws.com"],
  ["POLICY_EGRESS", "endPort: 9100", "endPort: 9090", "push.monitoring"],
  ["POLICY_EGRESS", "name: monitoring } } }] }", "name: monitor } } }] }", "push.monitoring"],
  [
    "POLICY_INGRESS",
    "from: [{ podSelector: { matchLabels: { app: web } } }]",
    "from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: wep } } }]",
    "db lets nothing of web in",
  ],
  ["POLICY_INGRESS", "[{ port: pg }]", "[{ port: sql }]", "on port 6432"],
  ["POLICY_DNS", "port: 53, protocol: UDP", "port: 53, protocol: TCP", "web may not look names up"],
  [
    "POLICY_NO_POD",
    "matchLabels: { app: db } } }] }",
    "matchLabels: { app: dbs } } }] }",
    "nothing in the render makes",
  ],
  ["POLICY_ONE_SIDED", "[{ port: pg }]", "[{ port: sql }]", "policies of the other end do not"],
  [
    "POLICY_NO_EDGE",
    "postgresql://db:5432/shop",
    "none",
    "nothing in the render says that they connect",
  ],
];

test.each(faults)("%s: %s to %s", (...[code, from, to, names]) => {
  expect(shop).toContain(from);
  const findings = check(shop.replace(from, to)).filter((finding) => finding.code === code);
  expect(JSON.stringify(findings)).toContain(names);
});

test("without policies every connection is let through", () => {
  const [open = ""] = shop.split("apiVersion: networking.k8s.io/v1");
  expect(check(open.trim().replace(/---$/u, ""))).toEqual([]);
});
