import { describe, expect, test } from "vitest";
import { asList, asMap, asText } from "../../src/model/value.ts";
import { at, envOf, environmentArgs, renderPlatform, type Rendered } from "./rendered.ts";

const rendered = {
  dev: await renderPlatform(...environmentArgs("dev")),
  staging: await renderPlatform(...environmentArgs("staging")),
  prod: await renderPlatform(...environmentArgs("prod")),
};

function volumeOf(from: Rendered, name: string): unknown {
  const claim = at(from.find("StatefulSet", name), "spec", "volumeClaimTemplates", 0);
  return at(claim, "spec", "resources", "requests", "storage");
}

function replicasOf(from: Rendered, kind: string, name: string): unknown {
  return at(from.find(kind, name), "spec", "replicas");
}

/** What a connector's configuration says for a key. */
function setting(from: Rendered, configMap: string, key: string): unknown {
  const [file] = Object.values(asMap(from.find("ConfigMap", configMap)["data"]));
  const config: unknown = JSON.parse(asText(file));
  return at(config, key);
}

describe("each environment", () => {
  test.each(["dev", "staging", "prod"] as const)(
    "%s has a database and buckets of its own",
    (name) => {
      const from = rendered[name];
      const database = setting(from, "dp-debezium-connectors", "database.dbname");
      expect(database).toBe(`inventory_${name}`);
      const bucket = setting(from, "dp-kafka-connect-connectors", "s3.bucket.name");
      expect(bucket).toBe(`keelson-raw-cdc-logs-${name}`);
      expect(from.file("dp-flink-config", "config.yaml")).toContain(
        `keelson-transformed-data-${name}`,
      );
    },
  );

  test.each(["dev", "staging", "prod"] as const)("%s names the region of its buckets", (name) => {
    const region = setting(rendered[name], "dp-kafka-connect-connectors", "s3.region");
    expect(region).toBe("us-west-2");
    expect(envOf(rendered[name].find("Deployment", "dp-flink-jobmanager"))["AWS_REGION"]).toBe(
      region,
    );
  });

  test.each(["dev", "staging", "prod"] as const)(
    "%s lets no broker make a topic by itself",
    (name) => {
      const properties = rendered[name].file("dp-redpanda-config", "bootstrap.yaml");
      expect(properties).toContain("auto_create_topics_enabled: false");
    },
  );
});

describe("dev", () => {
  test("has one broker with 20 GiB, a database with 10 GiB, and plain Kafka", () => {
    expect(replicasOf(rendered.dev, "StatefulSet", "dp-redpanda")).toBe(1);
    expect(volumeOf(rendered.dev, "dp-redpanda")).toBe("20Gi");
    expect(volumeOf(rendered.dev, "dp-postgresql")).toBe("10Gi");
    const env = envOf(rendered.dev.find("Deployment", "dp-debezium"));
    expect(env["BOOTSTRAP_SERVERS"]).toBe("dp-redpanda.ns.svc.cluster.local:9092");
    expect(env["CONNECT_CONFIG_STORAGE_REPLICATION_FACTOR"]).toBe("1");
  });
});

describe("prod", () => {
  test("has three brokers with 200 GiB, a database with 100 GiB, and Kafka over TLS", () => {
    expect(replicasOf(rendered.prod, "StatefulSet", "dp-redpanda")).toBe(3);
    expect(volumeOf(rendered.prod, "dp-redpanda")).toBe("200Gi");
    expect(volumeOf(rendered.prod, "dp-postgresql")).toBe("100Gi");
    const env = envOf(rendered.prod.find("Deployment", "dp-debezium"));
    expect(env["BOOTSTRAP_SERVERS"]).toBe("dp-redpanda.ns.svc.cluster.local:9093");
  });

  test("has three sink workers, and three copies of what they keep in Kafka", () => {
    expect(replicasOf(rendered.prod, "Deployment", "dp-kafka-connect")).toBe(3);
    expect(envOf(rendered.prod.find("Deployment", "dp-kafka-connect"))).toMatchObject({
      CONNECT_CONFIG_STORAGE_REPLICATION_FACTOR: "3",
      CONNECT_OFFSET_STORAGE_REPLICATION_FACTOR: "3",
      CONNECT_STATUS_STORAGE_REPLICATION_FACTOR: "3",
    });
    const copies = "topic.creation.default.replication.factor";
    expect(setting(rendered.prod, "dp-debezium-connectors", copies)).toBe("3");
  });

  test("gives Connect a heap that leaves a quarter of its memory to the rest of Java", () => {
    for (const name of ["dp-debezium", "dp-kafka-connect"]) {
      const workload = rendered.prod.find("Deployment", name);
      const heapMib = mebibytes(/-Xmx(\S+)/.exec(envOf(workload)["HEAP_OPTS"] ?? "")?.[1] ?? "");
      const container = at(workload, "spec", "template", "spec", "containers", 0);
      const limitMib = mebibytes(asText(at(container, "resources", "limits", "memory")));
      expect(heapMib).toBeGreaterThan(0);
      expect(heapMib / limitMib).toBeLessThanOrEqual(0.75);
    }
  });
});

describe("staging", () => {
  test("speaks TLS and is highly available as prod is", () => {
    const env = envOf(rendered.staging.find("Deployment", "dp-kafka-connect"));
    expect(env["BOOTSTRAP_SERVERS"]).toBe("dp-redpanda.ns.svc.cluster.local:9093");
    expect(replicasOf(rendered.staging, "StatefulSet", "dp-redpanda")).toBe(3);
    expect(rendered.staging.find("Role", "dp-flink")["kind"]).toBe("Role");
    expect(asList(rendered.staging.objects).length).toBeGreaterThan(0);
  });
});

/** 640m, 1g (as Java writes them), 2Gi and 768Mi as mebibytes. */
function mebibytes(size: string): number {
  const [, amount = "0", unit = ""] = /^(\d+)([a-zA-Z]+)$/.exec(size) ?? [];
  return Number(amount) * (unit.toLowerCase().startsWith("g") ? 1024 : 1);
}
