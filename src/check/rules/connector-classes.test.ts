import { expect, test } from "vitest";
import { checkManifests } from "../check-manifests.ts";
import { platform } from "../connect/test-platform.ts";
import { manifestsOf } from "../test-manifests.ts";

const stock = "quay.io/debezium/connect:3.7.0.Final";

/** What differs in the worker's container: further fields, and further variables. */
interface More {
  readonly fields?: string;
  readonly env?: string;
}

/** What is found where the sink's worker has this image, this class, and whatever else is set in its container. */
function found(image: string, connector: string, more: More = {}): readonly string[] {
  const text = platform({ sink: { "connector.class": connector } });
  const last = text.lastIndexOf("{ name: connect, ports");
  const worker = `{ name: connect, image: "${image}", ${more.fields ?? ""} ports`;
  const changed =
    text.slice(0, last) +
    text
      .slice(last)
      .replace("{ name: connect, ports", worker)
      .replace("env: [", `env: [${more.env ?? ""} `);
  return checkManifests(manifestsOf(changed), { environment: "dev" })
    .findings.filter(({ code }) => code === "LINK_CONNECTOR_CLASS")
    .map(({ says, fix }) => `${says}; ${fix}`);
}

const s3 = "io.confluent.connect.s3.S3SinkConnector";

test.each([
  ["/etc/plugins", ["LINK_CONNECTOR_CLASS"]],
  ["/kafka/connect/s3", []],
])("a plugin may be mounted beside the others: %s", (path, expected) => {
  const text = platform({ source: { "connector.class": s3 } })
    .replace("mountPath: /etc/platform/database", `mountPath: ${path}`)
    .replaceAll("{ name: connect, ports", `{ name: connect, image: "${stock}", ports`);
  const { findings } = checkManifests(manifestsOf(text), { environment: "dev" });
  const inSource = findings.filter(({ at }) => at.object === "ConfigMap shop/source-connectors");
  expect(inSource.map(({ code }) => code).filter((code) => /CLASS/u.test(code))).toEqual(expected);
});

test("a class that the stock image lacks is found", () => {
  expect(found(stock, s3)).toEqual([
    `connector sink: ${stock} has no plugin with class ${s3}; use an image that has the plugin, or bring it and set CONNECT_PLUGIN_PATH`,
  ]);
  expect(found(`${stock}@sha256:1`, "org.example.OwnSink")).toHaveLength(1);
});

test.each([
  [stock, "io.debezium.connector.postgres.PostgresConnector", "postgresql.PostgresConnector?"],
  ["", "io.confluent.connect.s3.S3SinkConector", "s3.S3SinkConnector?"],
  ["web:1", "io.debezium.connector.mysql.MysqlConnector", "mysql.MySqlConnector?"],
])("a mistyped class is found in any image: %s %s", (image, connector, meant) => {
  const [finding, ...others] = found(image, connector);
  expect(finding).toContain(meant);
  expect(others).toEqual([]);
});

test.each<[string, string, string, More?]>([
  ["a class that it has", stock, "io.debezium.connector.mysql.MySqlConnector"],
  ["one of Kafka itself", stock, "org.apache.kafka.connect.mirror.MirrorSourceConnector"],
  ["one of Debezium's to come", stock, "io.debezium.connector.ingres.IngresConnector"],
  ["a class by its last name", stock, "S3Sink"],
  ["an image of someone's own", "registry.example.org/connect-s3:1", s3],
  ["an image by the same name elsewhere", "registry.example.org/debezium/connect:3.7.0.Final", s3],
  ["a tag of someone's own", "debezium/connect:3.7-s3", s3],
  ["further plugins on the path", stock, s3, { env: "{ name: CONNECT_PLUGIN_PATH, value: /p }," }],
  ["a start of someone's own", stock, s3, { fields: "command: [sh, -c, install && start]," }],
])("what may be there has no finding: %s", (_title, ...[image, connector, more]) => {
  expect(found(image, connector, more)).toEqual([]);
});
