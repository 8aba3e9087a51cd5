import { describe, expect, test } from "vitest";
import { asMap } from "../../src/model/value.ts";
import known from "./debezium-keys.json" with { type: "json" };
import { at, envOf, environmentArgs, podOf, renderPlatform } from "./rendered.ts";

/** Keys that Connect itself reads from any connector. */
const connectKeys = [
  "connector.class",
  "tasks.max",
  "transforms",
  "transforms.unwrap.type",
  "topic.creation.default.partitions",
  "topic.creation.default.replication.factor",
];

const source = "postgres-source-connector.json";
const sink = "s3-sink-connector.json";

function parse(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return { ...asMap(value) };
}

describe("the Debezium connector", async () => {
  const rendered = await renderPlatform(...environmentArgs("dev"));
  const config = parse(rendered.file("dp-debezium-connectors", source));

  test("has only keys that Debezium 3.7, its transform or Connect define", () => {
    const transform = "transforms.unwrap.";
    const unknown = Object.keys(config).filter((key) => {
      if (connectKeys.includes(key) || known.connector.includes(key)) return false;
      const own = key.slice(transform.length);
      return !(key.startsWith(transform) && known.extractNewRecordState.includes(own));
    });
    expect(unknown).toEqual([]);
  });

  test("has only text values, as Connect stores them", () => {
    expect(Object.values(config).filter((value) => typeof value !== "string")).toEqual([]);
  });

  test("takes addresses, names and tables from the shared values", () => {
    expect(config).toMatchObject({
      "database.hostname": "dp-postgresql.ns.svc.cluster.local",
      "database.port": "5432",
      "database.dbname": "inventory_dev",
      "topic.prefix": "cdc-events",
      "table.include.list": "inventory.customers,inventory.orders,inventory.products",
      "publication.name": "dbz_publication",
      "publication.autocreate.mode": "disabled",
      "slot.name": "debezium_slot",
      "plugin.name": "pgoutput",
      "topic.creation.default.replication.factor": "1",
    });
  });

  test("reads its password from a mounted Secret when the task starts", () => {
    expect(config["database.password"]).toBe("${directory:/etc/platform/database:password}");
    const pod = podOf(rendered.find("Deployment", "dp-debezium"));
    const volume = { name: "database", secret: { secretName: "postgres-debezium" } };
    expect(pod["volumes"]).toContainEqual(expect.objectContaining({ name: volume.name }));
    expect(JSON.stringify(pod["volumes"])).toContain(volume.secret.secretName);
    expect(JSON.stringify(at(pod, "containers", 0, "volumeMounts"))).toContain(
      '"mountPath":"/etc/platform/database"',
    );
  });

  test("writes deletions as records, and the sink passes tombstones over", async () => {
    expect(config["transforms.unwrap.delete.tombstone.handling.mode"]).toBe("rewrite");
    const confluent = parse(rendered.file("dp-kafka-connect-connectors", sink));
    expect(confluent["behavior.on.null.values"]).toBe("ignore");
    const other = await renderPlatform("--set", "kafkaConnect.sink.provider=aiven");
    const aiven = parse(other.file("dp-kafka-connect-connectors", sink));
    expect(aiven["transforms.dropTombstones.type"]).toContain("transforms.Filter");
  });
});

describe("the S3 sink", () => {
  test("Confluent's has all that its time partitioner and Connect want, and no key of the worker", async () => {
    const rendered = await renderPlatform(...environmentArgs("dev"));
    expect(parse(rendered.file("dp-kafka-connect-connectors", sink))).toEqual({
      "connector.class": "io.confluent.connect.s3.S3SinkConnector",
      "tasks.max": "2",
      topics:
        "cdc-events.inventory.customers,cdc-events.inventory.orders,cdc-events.inventory.products",
      "storage.class": "io.confluent.connect.s3.storage.S3Storage",
      "format.class": "io.confluent.connect.s3.format.json.JsonFormat",
      "s3.bucket.name": "keelson-raw-cdc-logs-dev",
      "s3.region": "us-west-2",
      "s3.part.size": "5242880",
      "topics.dir": "topics",
      "partitioner.class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
      "path.format": "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH",
      "partition.duration.ms": "3600000",
      "timestamp.extractor": "Record",
      locale: "en-US",
      timezone: "UTC",
      "flush.size": "1000",
      "rotate.interval.ms": "600000",
      "rotate.schedule.interval.ms": "600000",
      "schema.compatibility": "NONE",
      "behavior.on.null.values": "ignore",
      "errors.tolerance": "all",
      "errors.log.enable": "true",
      "errors.deadletterqueue.topic.name": "dlq-s3-sink",
      "errors.deadletterqueue.topic.replication.factor": "1",
      "errors.deadletterqueue.context.headers.enable": "true",
    });
  });

  test("Aiven's keeps the braces of its file name and flushes by the worker's setting", async () => {
    const rendered = await renderPlatform("--set", "kafkaConnect.sink.provider=aiven");
    const config = parse(rendered.file("dp-kafka-connect-connectors", sink));
    expect(config["file.name.template"]).toContain("topics/{{topic}}/year={{timestamp:unit=yyyy}}");
    const env = envOf(rendered.find("Deployment", "dp-kafka-connect"));
    expect(env["OFFSET_FLUSH_INTERVAL_MS"]).toBe("600000");
  });

  test("another service that speaks S3 is reached by its address", async () => {
    const args = ["--set", "global.s3.endpoint=http://s3.local:9000,global.s3.pathStyle=true"];
    const rendered = await renderPlatform(...args);
    expect(parse(rendered.file("dp-kafka-connect-connectors", sink))).toMatchObject({
      "store.url": "http://s3.local:9000",
      "s3.path.style.access.enabled": "true",
    });
  });

  test("numbers and truth values of people's own settings become text", async () => {
    const settings = { "flush.size": 2000000, "errors.log.enable": false };
    const rendered = await renderPlatform(
      "--set-json",
      `kafkaConnect.sink.settings=${JSON.stringify(settings)}`,
    );
    expect(parse(rendered.file("dp-kafka-connect-connectors", sink))).toMatchObject({
      "flush.size": "2000000",
      "errors.log.enable": "false",
    });
  });
});
