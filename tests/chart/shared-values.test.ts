import { describe, expect, test } from "vitest";
import { asList, asText, type ValueMap } from "../../src/model/value.ts";
import { at, envOf, platformError, renderPlatform } from "./rendered.ts";

const outsideKafka = "global.kafka.external.bootstrapServers=b-1.msk.example:9092";
const outsideDatabase = "global.database.external.host=db.rds.example";

function nameOf(object: ValueMap): string {
  return asText(at(object, "metadata", "name"));
}

describe("an outside service", () => {
  test("of Kafka reaches every client by its address, and our brokers are gone", async () => {
    const rendered = await renderPlatform("--set", `redpanda.enabled=false,${outsideKafka}`);
    const servers = (name: string): unknown =>
      envOf(rendered.find("Deployment", name))["BOOTSTRAP_SERVERS"];
    expect([servers("dp-debezium"), servers("dp-kafka-connect")]).toEqual([
      "b-1.msk.example:9092",
      "b-1.msk.example:9092",
    ]);
    expect(rendered.file("dp-flink-job", "job.sql")).toContain("b-1.msk.example:9092");
    expect(rendered.find("StatefulSet", "dp-redpanda")).toEqual({});
  });

  test("of PostgreSQL reaches Debezium and the jobs, and our server is gone", async () => {
    const rendered = await renderPlatform("--set", `postgresql.enabled=false,${outsideDatabase}`);
    const connector = rendered.file("dp-debezium-connectors", "postgres-source-connector.json");
    expect(connector).toContain('"database.hostname": "db.rds.example"');
    expect(envOf(rendered.find("Job", "dp-database-init"))["PGHOST"]).toBe("db.rds.example");
    expect(rendered.find("StatefulSet", "dp-postgresql")).toEqual({});
  });

  test("that is named without switching off our own, or the other way round, is refused", async () => {
    expect(await platformError("--set", outsideKafka)).toContain("set redpanda.enabled to false");
    expect(await platformError("--set", "redpanda.enabled=false")).toContain(
      "name an outside Kafka",
    );
    expect(await platformError("--set", outsideDatabase)).toContain(
      "set postgresql.enabled to false",
    );
    expect(await platformError("--set", "postgresql.enabled=false")).toContain(
      "outside PostgreSQL",
    );
  });
});

describe("names", () => {
  test("of buckets longer than AWS takes are refused with the key to shorten", async () => {
    const names =
      "organisation=a-somewhat-long-organisation,global.s3.buckets.rawLogs=raw-changes-of-every-table";
    const error = await platformError("--set", `global.s3.${names}-and-the-logs`);
    expect(error).toContain("shorten global.s3.organisation");
  });

  test("of parts, Services and topics are all derived: nothing is left to be filled in", async () => {
    const rendered = await renderPlatform();
    // Alerts carry templates that Prometheus fills in.
    const ours = rendered.objects.filter((it) => it["kind"] !== "PrometheusRule");
    const texts = JSON.stringify(ours.map((it) => [nameOf(it), it["spec"]]));
    expect(texts).not.toMatch(/\{\{|<no value>|<nil>/);
  });
});

describe("the schema registry", () => {
  test("is the brokers' own, on port 8081", async () => {
    const rendered = await renderPlatform();
    const ports = asList(at(rendered.find("Service", "dp-redpanda"), "spec", "ports"));
    expect(ports.map((it) => [at(it, "name"), at(it, "port")])).toContainEqual([
      "schema-registry",
      8081,
    ]);
  });
});

describe("the namespace", () => {
  test("is made by the chart only when it is told to, and stays when the release goes", async () => {
    expect((await renderPlatform()).find("Namespace", "ns")).toEqual({});
    const rendered = await renderPlatform("--set", "namespace.create=true");
    const annotations = at(rendered.find("Namespace", "ns"), "metadata", "annotations");
    expect(annotations).toEqual({ "helm.sh/resource-policy": "keep" });
  });
});

describe("a part", () => {
  test.each(["debezium", "kafkaConnect", "flink"])("%s goes with all its objects", async (part) => {
    const rendered = await renderPlatform("--set", `${part}.enabled=false`);
    const name = part === "kafkaConnect" ? "kafka-connect" : part;
    const left = rendered.objects.filter(
      (it) => it["kind"] !== "NetworkPolicy" && nameOf(it).startsWith(`dp-${name}`),
    );
    expect(left.map(nameOf)).toEqual([]);
  });
});
