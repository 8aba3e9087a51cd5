import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { CheckResult } from "../check-context.ts";
import { checkManifests } from "../check-manifests.ts";
import { manifestsOf } from "../test-manifests.ts";

const cluster = await readFile(new URL("__fixtures__/cluster.yaml", import.meta.url), "utf8");

const externals = [
  { host: "s3.*.amazonaws.com", port: 443, reason: "the bucket" },
  { host: "prometheus-operated.monitoring", reason: "the cluster's own" },
];

function check(object: unknown): CheckResult {
  const checks = { externals, exceptions: [{ code: "CHECK_EXTERNAL_UNUSED", reason: "test" }] };
  const result = checkManifests(manifestsOf(`${cluster}---\n${JSON.stringify(object)}`), {
    environment: "dev",
    checks,
  });
  const findings = result.findings.filter(({ code }) => !code.startsWith("CHECK_"));
  const links = result.links.filter(({ from }) => /(client|text)$/u.test(from.object ?? ""));
  return { findings, links };
}

function configMap(name: string, text: string): unknown {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "text" },
    data: { [name]: text },
  };
}

function pod(container: unknown): unknown {
  const spec = { containers: [{ name: "client", ...Object(container) }] };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "client" }, spec };
}

function variable(name: string, value: string): unknown {
  return pod({ env: [{ name, value }] });
}

const reached: readonly (readonly [string, unknown, string])[] = [
  ["a short name", variable("KAFKA", "dp-redpanda:9092"), "dp-redpanda:9092"],
  [
    "a comma list",
    variable("X_BOOTSTRAP_SERVERS", "dp-redpanda:9092,dp-redpanda-0.dp-redpanda-headless:9092"),
    "dp-redpanda-0.dp-redpanda-headless:9092",
  ],
  ["a namespaced name", variable("API_URL", "http://api.front/v1"), "api.front:80"],
  [
    "a full name",
    variable("API", "http://api.front.svc.cluster.local:80"),
    "api.front.svc.cluster.local:80",
  ],
  [
    "a pod's name",
    variable("B", "dp-redpanda-2.dp-redpanda-headless.shop.svc:9092"),
    "dp-redpanda-2.dp-redpanda-headless.shop.svc:9092",
  ],
  [
    "a JDBC address",
    variable("DB", "jdbc:postgresql://dp-postgresql:5432/shop"),
    "dp-postgresql:5432",
  ],
  [
    "an address without its port",
    variable("DB", "postgresql://app@dp-postgresql/shop"),
    "dp-postgresql:5432",
  ],
  ["a listener", variable("L", "PLAINTEXT://dp-redpanda:9092"), "dp-redpanda:9092"],
  [
    "host and port apart",
    pod({
      env: [
        { name: "PGHOST", value: "dp-postgresql" },
        { name: "PGPORT", value: "5432" },
      ],
    }),
    "dp-postgresql:5432",
  ],
  ["a flag", pod({ args: ["--brokers=dp-redpanda:9092"] }), "dp-redpanda:9092"],
  [
    "a shell's line",
    pod({ command: ["sh", "-c", "rpk topic list --brokers dp-redpanda:9092 || exit 1"] }),
    "dp-redpanda:9092",
  ],
  [
    "a variable filled in",
    pod({ env: [{ name: "H", value: "dp-redpanda" }], args: ["http://$(H):9644"] }),
    "dp-redpanda:9644",
  ],
  [
    "properties",
    configMap("a.properties", "# x\nbootstrap.servers=dp-redpanda:9092\n"),
    "dp-redpanda:9092",
  ],
  [
    "YAML with host and port",
    configMap("a.yaml", "db:\n  host: dp-postgresql\n  port: 5432\n"),
    "dp-postgresql:5432",
  ],
  [
    "connector JSON",
    configMap(
      "c.json",
      '{"config": {"database.hostname": "dp-postgresql", "database.port": "5432"}}',
    ),
    "dp-postgresql:5432",
  ],
  [
    "a scrape target",
    configMap(
      "prometheus.yml",
      "scrape_configs:\n- static_configs:\n  - targets: ['dp-redpanda:9644']\n",
    ),
    "dp-redpanda:9644",
  ],
  [
    "a sink that is told a region only",
    configMap("sink.json", '{"connector.class": "S3", "s3.region": "eu-west-1"}'),
    "s3.eu-west-1.amazonaws.com:443",
  ],
  ["the API server", variable("K", "https://kubernetes.default.svc"), "kubernetes.default.svc:443"],
  [
    "a declared host",
    variable("S3", "https://s3.eu-west-1.amazonaws.com"),
    "s3.eu-west-1.amazonaws.com:443",
  ],
  [
    "a declared Service",
    variable("P", "http://prometheus-operated.monitoring.svc:9090"),
    "prometheus-operated.monitoring.svc:9090",
  ],
];

test.each(reached)("%s is followed", (_, object, address) => {
  const { findings, links } = check(object);
  expect(findings).toEqual([]);
  expect(links.map(({ names }) => names)).toContain(address);
});

const lost: readonly (readonly [string, unknown, string])[] = [
  ["LINK_PORT", variable("KAFKA", "dp-redpanda:9093"), "9092 kafka, 9644 admin"],
  [
    "LINK_PORT",
    configMap("a.properties", "bootstrap.servers=dp-redpanda:9093\nx=y"),
    "`bootstrap.servers`",
  ],
  ["LINK_PORT", variable("B", "dp-redpanda-0.dp-redpanda-headless:19092"), "19092"],
  ["LINK_PORT", variable("API_URL", "http://api.front:8080"), "use 80"],
  ["LINK_HOST", variable("BOOTSTRAP_SERVERS", "dp-redpnda:9092"), "did you mean dp-redpanda?"],
  ["LINK_HOST", variable("ANY", "dp-redpnda:9092"), "did you mean dp-redpanda?"],
  ["LINK_HOST", variable("X", "http://api/"), "api:80"],
  ["LINK_HOST", variable("X", "http://api.back.svc/"), "api.back.svc:80"],
  ["LINK_HOST", variable("B", "dp-redpanda-3.dp-redpanda-headless:9092"), "StatefulSet"],
  ["LINK_HOST", variable("X", "https://example.com/a"), "checks.externals"],
  [
    "LINK_HOST",
    configMap("c.json", '{"database.hostname": "db", "database.port": "5432"}'),
    "db:5432",
  ],
  ["LINK_PROTOCOL", variable("X", "http://dp-postgresql:5432"), "speaks"],
  ["LINK_PROTOCOL", variable("BOOTSTRAP_SERVERS", "dp-redpanda:9644"), "speaks"],
];

test.each(lost)("%s is found", (code, object, names) => {
  const { findings } = check(object);
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  expect(JSON.stringify(findings)).toContain(names);
});

const silent: readonly (readonly [string, unknown])[] = [
  ["an image", variable("JOB_IMAGE", "postgres:18")],
  ["a time", variable("START", "12:30")],
  ["a user and group", pod({ command: ["chown", "postgres:999"] })],
  ["a bind address", variable("LISTEN", "0.0.0.0:9092")],
  ["itself", variable("URL", "http://localhost:8083")],
  ["a placeholder", configMap("a.yaml", "address: '@HOST@'\nport: 9092\n")],
  ["an unknown variable", pod({ args: ["http://$(POD_IP):8083", "http://${HOST}:80/"] })],
  ["a bucket", variable("PATH", "s3://bucket/folder")],
  [
    "a password from a file",
    configMap("a.json", '{"u": "postgresql://x:${file:/a:b}@dp-postgresql:5432/d"}'),
  ],
  ["a listener without a host", variable("L", "PLAINTEXT://:9092,CONTROLLER://:9093")],
  ["a Java agent", variable("KAFKA_OPTS", "-javaagent:/opt/a.jar=9404:/opt/config.yaml")],
  [
    "a comment",
    configMap("a.sh", "#!/bin/sh\n# see https://example.com/docs\necho hi # http://example.org\n"),
  ],
  [
    "a schema's name",
    configMap("a.json", '{"$schema": "https://example.com/s", "x": "http://json-schema.org/x"}'),
  ],
  [
    "a rule's text",
    configMap("r.yaml", "rules:\n- annotations: { runbook_url: https://example.com/r }\n"),
  ],
  [
    "a dashboard",
    configMap("d.json", '{"panels": [{"url": "https://example.com"}], "schemaVersion": 39}'),
  ],
  ["a version", variable("X", "flink:2.3.0")],
  ["a class and line", configMap("a.txt", "at Main.java:1234\nfoo:bar\n")],
  ["a schedule", variable("WINDOW", "mon:0300-mon:0400")],
];

test.each(silent)("%s is no address that nobody has", (_, object) => {
  expect(check(object).findings).toEqual([]);
});
