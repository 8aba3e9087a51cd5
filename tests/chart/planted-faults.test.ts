import { dump } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { checkManifests } from "../../src/check/check-manifests.ts";
import { chooseKinds } from "../../src/check/schema/choose-kinds.ts";
import { readKindSchemas } from "../../src/cli/steps/check/read-kind-schemas.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import type { Finding } from "../../src/model/finding.ts";
import { parseRender } from "../../src/render/parse-render.ts";
import { renderObjects } from "./render-chart.ts";

const helm = hasPrograms("helm");
const namespace = "data-platform-prod";
const others = [{ name: "dev", namespace: "data-platform-dev" }];
const externals = [
  { host: "s3.us-west-2.amazonaws.com", port: 443, reason: "the buckets" },
  ...["postgres-*", "redpanda-*"].map((name) => ({
    object: `Secret ${name}`,
    reason: "another release's",
  })),
];

let platform = "";
beforeAll(async () => {
  if (!helm) return;
  const objects = await renderObjects({ environment: "prod", namespace });
  platform = objects.map((object) => dump(object, { lineWidth: -1 })).join("---\n");
});

async function check(text: string): Promise<readonly Finding[]> {
  const { manifests } = parseRender(text);
  const stamped = manifests.map((manifest) => ({
    ...manifest,
    identity: { ...manifest.identity, namespace },
  }));
  const schemas = await readKindSchemas(chooseKinds("prod", {}).files);
  return checkManifests(stamped, { environment: "prod", others, schemas, checks: { externals } })
    .findings;
}

interface Fault {
  readonly code: string;
  readonly from: RegExp;
  readonly to: string;
}

/** One slip of each kind, as people make them, in the platform itself. */
const faults: readonly Fault[] = [
  {
    code: "LINK_PORT",
    from: /(redpanda\.data-platform-prod\.svc\.cluster\.local):9093/u,
    to: "$1:9094",
  },
  {
    code: "LINK_HOST",
    from: /http:\/\/data-platform-debezium\./u,
    to: "http://data-platform-debezum.",
  },
  {
    code: "LINK_HOST",
    from: /data-platform-redpanda-2\.data/u,
    to: "data-platform-redpanda-3.data",
  },
  {
    code: "LINK_ENVIRONMENT",
    from: /data-platform-postgresql\.data-platform-prod/u,
    to: "data-platform-postgresql.data-platform-dev",
  },
  { code: "LINK_ENVIRONMENT", from: /raw-cdc-logs-prod/u, to: "raw-cdc-logs-dev" },
  {
    code: "LINK_CONFIG_MAP",
    from: /name: data-platform-flink-config\n/u,
    to: "name: data-platform-flink-conf\n",
  },
  { code: "LINK_HIDDEN_FILES", from: /\n  config\.yaml: /u, to: "\n  flink-conf.yaml: " },
  {
    code: "LINK_HIDDEN_FILES",
    from: /mountPath: \/etc\/platform\/database\n/u,
    to: "mountPath: /kafka/connect\n",
  },
  {
    code: "LINK_SERVICE_ACCOUNT",
    from: /serviceAccountName: data-platform-redpanda/u,
    to: "serviceAccountName: data-platform-redpandas",
  },
  { code: "LINK_TARGET_PORT", from: /targetPort: admin\n/u, to: "targetPort: adm\n" },
  {
    code: "LINK_SELECTOR",
    from: /(kind: Service\n[\s\S]*?selector:\n +app\.kubernetes\.io\/name: )\w+/u,
    to: "$1nobody",
  },
  {
    code: "LINK_PROBE_PORT",
    from: /(readinessProbe:\n +httpGet:\n +path: \S+\n +port: )\w+/u,
    to: "$1nowhere",
  },
  {
    code: "LINK_PLACEHOLDER",
    from: /\$\{directory:\/etc\/platform\/database:password\}/u,
    to: "${directory:/etc/platform/database:pass}",
  },
  {
    code: "LINK_TOPIC",
    from: /"topics": "cdc-events\.inventory\.customers/u,
    to: '"topics": "cdc-events.inventory.customer',
  },
  {
    code: "LINK_CONNECT_SHARED",
    from: /value: connect-s3-sink\n/u,
    to: "value: connect-debezium\n",
  },
  {
    code: "LINK_CONNECTOR_CLASS",
    from: /connector\.postgresql\.PostgresConnector/u,
    to: "connector.postgres.PostgresConnector",
  },
  {
    code: "LINK_CONNECTOR_CLASS",
    from: /image: \S*\/kafka-connect-s3:/u,
    to: "image: quay.io/debezium/connect:",
  },
  {
    code: "LINK_REPLICATION",
    from: /"topic\.creation\.default\.replication\.factor": "3"/u,
    to: '"topic.creation.default.replication.factor": "5"',
  },
  {
    code: "LINK_IAM_ROLE_MISSING",
    from: /(kind: ServiceAccount\nmetadata:\n {2}name: data-platform-kafka-connect\n)/u,
    to: "$1  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/connect\n",
  },
  {
    code: "LINK_IAM_ROLE",
    from: /(kind: ServiceAccount\nmetadata:\n {2}name: data-platform-kafka-connect\n)/u,
    to: "$1  annotations:\n    eks.amazonaws.com/role-arn: connect\n",
  },
  { code: "LINK_SLOTS", from: /max_replication_slots=10/u, to: "max_replication_slots=0" },
  { code: "LINK_SLOTS", from: /wal_level=logical/u, to: "wal_level=replica" },
  { code: "LINK_HEAP", from: /-Xmx1280m/u, to: "-Xmx8g" },
  { code: "SCHEMA_CONNECTOR", from: /"slot\.name"/u, to: '"slot.nam"' },
  { code: "SCHEMA_CONNECTOR", from: /"topic\.prefix"/u, to: '"database.server.name"' },
  {
    code: "SCHEMA_UNKNOWN_FIELD",
    from: /serviceName: data-platform-redpanda-headless/u,
    to: "servicName: data-platform-redpanda-headless",
  },
  { code: "SCHEMA_TYPE", from: /replicas: 3\n/u, to: 'replicas: "3"\n' },
  {
    code: "POLICY_EGRESS",
    from: /(name: data-platform-debezium\n[\s\S]*?egress:[\s\S]*?port: )9093/u,
    to: "$19092",
  },
  { code: "RENDER_BRACES", from: /"tasks\.max": "1"/u, to: '"tasks.max": "{{ .Values.tasks }}"' },
  {
    code: "LINK_MONITOR_PORT",
    from: /(podMetricsEndpoints:\n +- [^\n]+\n(?: +[^\n]+\n)*? +port: |podMetricsEndpoints:\n +- port: )\w+/u,
    to: "$1metric",
  },
];

describe.skipIf(!helm)("a slip planted in the platform", () => {
  test("there is none to begin with", async () => {
    expect(await check(platform)).toEqual([]);
  });

  test.each(faults)("$code: $from", async ({ code, from, to }) => {
    expect(platform).toMatch(from);
    const findings = await check(platform.replace(from, to));
    expect(findings.map((finding) => finding.code)).toContain(code);
  });
});
