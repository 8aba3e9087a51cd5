import { describe, expect, test } from "vitest";
import { at, envOf, podOf, platformError, renderPlatform } from "./rendered.ts";

function workerError(settings: string): Promise<string> {
  return platformError("--set-json", `debezium.worker=${settings}`);
}

/** The checksum of secrets in Debezium's pods once this Secret has a digest. */
async function checksumWith(secret: string): Promise<unknown> {
  const rendered = await renderPlatform("--set", `global.secretDigests.${secret}=abc`);
  const pod = at(rendered.find("Deployment", "dp-debezium"), "spec", "template", "metadata");
  return at(pod, "annotations", "checksum/secrets");
}

describe("the two Connect clusters", () => {
  test("share neither group nor topics", async () => {
    const rendered = await renderPlatform();
    const names = [
      "GROUP_ID",
      "CONFIG_STORAGE_TOPIC",
      "OFFSET_STORAGE_TOPIC",
      "STATUS_STORAGE_TOPIC",
    ];
    const a = envOf(rendered.find("Deployment", "dp-debezium"));
    const b = envOf(rendered.find("Deployment", "dp-kafka-connect"));
    for (const name of names) expect(a[name]).not.toBe(b[name]);
  });

  test("log in with a user of their own under sasl-ssl, for the worker and all clients in it", async () => {
    const rendered = await renderPlatform("--set", "global.kafka.security=sasl-ssl");
    const debezium = rendered.find("Deployment", "dp-debezium");
    const env = envOf(debezium);
    expect(env["BOOTSTRAP_SERVERS"]).toBe("dp-redpanda.ns.svc.cluster.local:9093");
    for (const prefix of ["", "PRODUCER_", "CONSUMER_", "ADMIN_"]) {
      expect(env[`CONNECT_${prefix}SECURITY_PROTOCOL`]).toBe("SASL_SSL");
      expect(env[`CONNECT_${prefix}SASL_JAAS_CONFIG`]).toContain(
        'password="${directory:/etc/platform/kafka-user:password}"',
      );
    }
    expect(JSON.stringify(podOf(debezium)["volumes"])).toContain("redpanda-debezium");
    const sinkPod = podOf(rendered.find("Deployment", "dp-kafka-connect"));
    expect(JSON.stringify(sinkPod["volumes"])).toContain("redpanda-connect");
  });

  test("refuse settings that the image would drop or break on", async () => {
    expect(await workerError('{"group.id":"x"}')).toContain("group.id is derived by the chart");
    expect(await workerError('{"ssl.protocol":"a@b"}')).toContain("neither @ nor a line break");
    expect(await workerError('{"some-key":"x"}')).toContain("lower case letters, digits and dots");
  });

  test("three settings go by the names that the image has for them", async () => {
    const worker = { "offset.flush.interval.ms": 5000, "producer.linger.ms": 100 };
    const rendered = await renderPlatform(
      "--set-json",
      `debezium.worker=${JSON.stringify(worker)}`,
    );
    expect(envOf(rendered.find("Deployment", "dp-debezium"))).toMatchObject({
      OFFSET_FLUSH_INTERVAL_MS: "5000",
      CONNECT_PRODUCER_LINGER_MS: "100",
    });
  });

  test("get S3 keys from a Secret only where there are no roles", async () => {
    const role = "arn:aws:iam::123456789012:role/connect";
    const irsa = await renderPlatform("--set", `global.s3.roleArns.connect=${role}`);
    expect(envOf(irsa.find("Deployment", "dp-kafka-connect"))).not.toHaveProperty(
      "AWS_ACCESS_KEY_ID",
    );
    const account = irsa.find("ServiceAccount", "dp-kafka-connect");
    expect(at(account, "metadata", "annotations", "eks.amazonaws.com/role-arn")).toBe(role);
    const keys = await renderPlatform("--set", "global.s3.credentials=secret");
    expect(envOf(keys.find("Deployment", "dp-kafka-connect"))).toHaveProperty("AWS_ACCESS_KEY_ID");
  });

  test("restart when a sealed value they use changes, and not for another", async () => {
    expect(await checksumWith("postgres-debezium")).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksumWith("s3-credentials")).toBeNull();
  });

  test("probe the worker, not its connectors", async () => {
    const pod = podOf((await renderPlatform()).find("Deployment", "dp-debezium"));
    const path = (probe: string): unknown => at(pod, "containers", 0, probe, "httpGet", "path");
    expect(["startupProbe", "readinessProbe", "livenessProbe"].map(path)).toEqual([
      "/health",
      "/health",
      "/",
    ]);
    expect(pod["enableServiceLinks"]).toBe(false);
  });

  test("can each be switched off with all that belongs to them", async () => {
    const rendered = await renderPlatform(
      "--set",
      "debezium.enabled=false,kafkaConnect.enabled=false",
    );
    const names = rendered.objects.map((it) => JSON.stringify(at(it, "metadata", "name")));
    expect(names.filter((name) => /debezium|kafka-connect/.test(name))).toEqual([]);
  });
});

describe("registering connectors", () => {
  test("is a hook after each deployment and a CronJob in between, both with the same script", async () => {
    const rendered = await renderPlatform();
    const job = rendered.find("Job", "dp-debezium-reconcile");
    expect(at(job, "metadata", "annotations")).toMatchObject({
      "helm.sh/hook": "post-install,post-upgrade",
      "helm.sh/hook-delete-policy": "before-hook-creation",
    });
    const cronJob = rendered.find("CronJob", "dp-debezium-reconcile");
    expect(at(cronJob, "spec", "concurrencyPolicy")).toBe("Forbid");
    expect([envOf(job)["RESTARTS_PER_HOUR"], envOf(cronJob)["RESTARTS_PER_HOUR"]]).toEqual([
      "ALWAYS",
      "6",
    ]);
    for (const workload of [job, cronJob]) {
      expect(at(podOf(workload), "containers", 0, "command")).toEqual([
        "node",
        "/scripts/connect-reconcile.mts",
      ]);
    }
    expect(rendered.file("dp-scripts", "connect-reconcile.mts")).toContain(
      'from "./reconcile.mts"',
    );
  });
});

describe("files an image lacks", () => {
  test("are fetched by an init container with their checksums", async () => {
    const rendered = await renderPlatform(
      "--set",
      "debezium.artifacts.mode=fetch,debezium.artifacts.repository=http://maven.local/m2/,debezium.metrics.enabled=true",
    );
    const pod = podOf(rendered.find("Deployment", "dp-debezium"));
    const lines = at(pod, "initContainers", 0, "env", 1, "value");
    expect(lines).toMatch(
      /^[0-9a-f]{64} none agent\/jmx_prometheus_javaagent\.jar http:\/\/maven\.local\/m2\/io\/prometheus\//,
    );
    expect(envOf(rendered.find("Deployment", "dp-debezium"))["KAFKA_OPTS"]).toContain(
      "/opt/artifacts/agent/jmx_prometheus_javaagent.jar=9404",
    );
  });

  test("cannot be fetched from nowhere, and a sink must be named", async () => {
    expect(await platformError("--set", "debezium.artifacts.mode=fetch")).toContain(
      "debezium.artifacts.repository",
    );
    const sinkless = "kafkaConnect.artifacts.mode=fetch,kafkaConnect.artifacts.repository=http://m";
    expect(await platformError("--set", sinkless)).toContain("add the S3 sink's archive");
  });
});
