import { expect, test } from "vitest";
import type { Finding } from "../../model/finding.ts";
import type { Checks } from "../../model/keelson-config.ts";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";
import { platform, type Platform } from "./test-platform.ts";

const others = [{ name: "prod", namespace: "shop-prod" }];

function check(text: string, checks: Checks = {}): readonly Finding[] {
  return checkManifests(manifestsOf(text), { environment: "dev", others, checks }).findings;
}

function configMap(name: string, text: string): string {
  const data = JSON.stringify({ [name]: text });
  return `{ apiVersion: v1, kind: ConfigMap, metadata: { name: more }, data: ${data} }`;
}

function sql(pattern: string): string {
  return `${platform()}\n---\n${configMap("job.sql", `'topic-pattern' = '${pattern}'`)}`;
}

function withList(list: string, source: Platform["source"]): string {
  return `${platform({ source })}\n---\n${configMap("topics.txt", list)}`;
}

test("a topic that nothing writes is found, with the one that was meant", () => {
  const findings = check(platform({ sink: { topics: "cdc.shop.order" } }));
  expect(findings).toMatchObject([{ code: "LINK_TOPIC", fix: "did you mean cdc.shop.orders?" }]);
});

test("the bare prefix is no topic", () => {
  expect(check(platform({ sink: { topics: "cdc" } }))).toMatchObject([{ code: "LINK_TOPIC" }]);
});

test("a topic that is declared outside may be read", () => {
  const externals = [{ object: "Topic raw-logs", reason: "the agents write it" }];
  const text = platform({ sink: { topics: "cdc.shop.orders,raw-logs" } });
  expect(check(text, { externals })).toEqual([]);
  expect(check(text)).toMatchObject([{ code: "LINK_TOPIC" }]);
});

test("a pattern must find a topic that is written", () => {
  expect(check(sql("cdc\\.shop\\..*"))).toEqual([]);
  expect(check(sql("cdc\\.store\\..*"))).toMatchObject([{ code: "LINK_TOPIC" }]);
});

test("a stream job's topics are followed too", () => {
  const text = `${platform()}\n---\n${configMap("job.sql", "'topic' = 'cdc.shop.orders;cdc.shop.customers'")}`;
  expect(check(text)).toMatchObject([
    { code: "LINK_TOPIC", says: "job.sql reads topic cdc.shop.customers, which nothing writes" },
  ]);
});

test("where a job makes the topics, each that is written stands in its list", () => {
  const beats = { "heartbeat.interval.ms": "1000", "table.include.list": "shop.orders" };
  const list = "cdc.shop.orders 3 3 cleanup.policy=delete\n__debezium-heartbeat.cdc 1 3\n";
  expect(check(withList(list, beats))).toEqual([]);
  const found = check(
    withList("other 1 1\n", { ...beats, "topic.creation.default.partitions": undefined }),
  );
  expect(found.map((finding) => finding.says)).toEqual([
    "connector source writes topic cdc.shop.orders, which no job makes",
    "connector source writes topic __debezium-heartbeat.cdc, which no job makes",
  ]);
});

test.each(["Raw_Data", "ab", "10.0.0.1", "raw..data", "-raw"])("%s is no bucket's name", (name) => {
  const findings = check(platform({ sink: { "s3.bucket.name": name } }));
  expect(findings).toMatchObject([{ code: "LINK_BUCKET" }]);
});

const foreign: readonly (readonly [string, string])[] = [
  ["bucket shop-raw-prod", platform({ sink: { "s3.bucket.name": "shop-raw-prod" } })],
  ["bucket shop-prod-state", configMap("config.yaml", "dir: s3://shop-prod-state/a")],
  ["host db.shop-prod", platform({ source: { "database.hostname": "db.shop-prod" } })],
  [
    "secret /prod/database",
    `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: a }, spec: { data: [{ secretKey: a, remoteRef: { key: /prod/database } }] } }`,
  ],
  [
    "role shop-prod-secrets",
    `{ apiVersion: v1, kind: ServiceAccount, metadata: { name: a, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/shop-prod-secrets" } } }`,
  ],
  [
    "namespace shop-prod",
    `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: a }, spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop-prod } } }] }] } }`,
  ],
  ["namespace", `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop-prod } }`],
];

test.each(foreign)("%s of another environment is found", (what, text) => {
  const says = check(text)
    .filter(({ code }) => code === "LINK_ENVIRONMENT")
    .map((finding) => finding.says);
  expect(says).toEqual([`${what} is prod's`]);
});

test("a name that only holds the other's as a part of a word is no foreign one", () => {
  expect(check(configMap("config.yaml", "dir: s3://shop-products/a"))).toEqual([]);
});
