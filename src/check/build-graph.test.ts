import { expect, test } from "vitest";
import { formatGraphDot, formatGraphMermaid, formatGraphText } from "../report/graph.ts";
import { buildGraph } from "./build-graph.ts";
import { manifestsOf } from "./test-manifests.ts";

const shop = `
{ apiVersion: v1, kind: Service, metadata: { name: db }, spec: { selector: { app: db }, ports: [{ port: 5432 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: db, labels: { app: db } }, spec: { containers: [{ name: c, ports: [{ containerPort: 5432 }] }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: c, env: [
  { name: DB, value: "postgresql://db/shop" }, { name: AGAIN, value: "db:5432" }, { name: S3, value: "https://s3.eu-west-1.amazonaws.com" }, { name: LOST, value: "http://nobody:80" }] }] } }
`;

const checks = { externals: [{ host: "s3.*.amazonaws.com", reason: "the bucket" }] };
const graph = buildGraph(manifestsOf(shop), { environment: "dev", checks });

test("each way is one edge, whoever names it how often", () => {
  expect(formatGraphText(graph)).toBe(
    "Pod shop/web  -> Pod shop/db:5432\nPod shop/web  -> nobody:80\nPod shop/web  -> s3.eu-west-1.amazonaws.com:443\n",
  );
});

test("what leads outside or nowhere is marked", () => {
  expect(graph.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    "Pod shop/db workload",
    "Pod shop/web workload",
    "nobody missing",
    "s3.eu-west-1.amazonaws.com outside",
  ]);
});

test("the picture's languages hold the same edges", () => {
  expect(formatGraphDot(graph)).toContain('"Pod shop/web" -> "Pod shop/db" [label="5432"];');
  expect(formatGraphMermaid(graph)).toContain("n1 -->|5432| n0");
});

test("a name cannot break out of its place in a picture", () => {
  const evil = {
    nodes: [{ id: 'a"];b', label: 'x"]<script>', kind: "outside" as const }],
    edges: [],
  };
  expect(formatGraphDot(evil)).toContain(String.raw`"a\"];b" [label="x\"]<script>"`);
  expect(formatGraphMermaid(evil)).toContain('n0(["x&quot;]&lt;script&gt;"])');
});
