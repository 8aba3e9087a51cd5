import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asList, asMap, asText } from "../../src/model/value.ts";
import known from "./flink-settings.json" with { type: "json" };
import {
  at,
  envOf,
  environmentArgs,
  podOf,
  platformError,
  renderPlatform,
  type Rendered,
} from "./rendered.ts";

/** Flink's settings, read as Flink reads them: YAML 1.2 in which a key stands once. */
function settingsOf(rendered: Rendered): Readonly<Record<string, unknown>> {
  const text = rendered.file("dp-flink-config", "config.yaml");
  const value: unknown = parse(text, { strict: true, uniqueKeys: true });
  return { ...asMap(value) };
}

function argsOf(rendered: Rendered, name: string): readonly unknown[] {
  return asList(at(podOf(rendered.find("Deployment", name)), "containers", 0, "args"));
}

function portsOf(rendered: Rendered, name: string): Readonly<Record<string, unknown>> {
  const ports = asList(at(podOf(rendered.find("Deployment", name)), "containers", 0, "ports"));
  return Object.fromEntries(
    ports.map((it): [string, unknown] => [asText(at(it, "name")), at(it, "containerPort")]),
  );
}

/** The checksum that a JobManager's pod has with windows of this length. */
async function checksumWith(windowSeconds: number): Promise<unknown> {
  const rendered = await renderPlatform("--set", `flink.job.windowSeconds=${windowSeconds}`);
  const pod = at(rendered.find("Deployment", "dp-flink-jobmanager"), "spec", "template");
  return at(pod, "metadata", "annotations", "checksum/config");
}

describe("Flink's config.yaml", () => {
  test.each(["dev", "staging", "prod"])(
    "has in %s only settings that Flink reads",
    async (name) => {
      const settings = settingsOf(await renderPlatform(...environmentArgs(name)));
      expect(Object.keys(settings).filter((key) => !known.settings.includes(key))).toEqual([]);
    },
  );

  test("pins every port, and pods and Service have the same", async () => {
    const rendered = await renderPlatform();
    const settings = settingsOf(rendered);
    expect(portsOf(rendered, "dp-flink-jobmanager")).toEqual({
      rpc: settings["jobmanager.rpc.port"],
      blob: settings["blob.server.port"],
      query: settings["metrics.internal.query-service.port"],
      rest: settings["rest.port"],
      metrics: settings["metrics.reporter.prom.port"],
    });
    expect(portsOf(rendered, "dp-flink-taskmanager")).toEqual({
      data: settings["taskmanager.data.port"],
      rpc: settings["taskmanager.rpc.port"],
      query: settings["metrics.internal.query-service.port"],
      metrics: settings["metrics.reporter.prom.port"],
    });
    const service = asList(at(rendered.find("Service", "dp-flink-jobmanager"), "spec", "ports"));
    expect(service.map((it) => at(it, "port"))).toEqual([6123, 6124, 8081, 9249]);
  });

  test("keeps checkpoints, savepoints and results in the bucket of transformed data", async () => {
    const rendered = await renderPlatform(...environmentArgs("dev"));
    const bucket = "s3://keelson-transformed-data-dev";
    expect(settingsOf(rendered)).toMatchObject({
      "execution.checkpointing.mode": "EXACTLY_ONCE",
      "execution.checkpointing.interval": "60 s",
      "execution.checkpointing.dir": `${bucket}/checkpoints`,
      "execution.checkpointing.savepoint-dir": `${bucket}/savepoints`,
      "state.backend.type": "rocksdb",
      "execution.checkpointing.incremental": true,
    });
    expect(rendered.file("dp-flink-job", "job.sql")).toContain(`${bucket}/processed-data/`);
  });

  test("people's own settings win, and null leaves one out", async () => {
    const config = { "rest.port": 8082, "web.submit.enable": null };
    const rendered = await renderPlatform("--set-json", `flink.config=${JSON.stringify(config)}`);
    expect(settingsOf(rendered)["rest.port"]).toBe(8082);
    expect(settingsOf(rendered)).not.toHaveProperty(["web.submit.enable"]);
  });

  test("another service that speaks S3 is reached by its address, with the bucket in the path", async () => {
    const args = ["--set", "global.s3.endpoint=http://s3.local:9000,global.s3.pathStyle=true"];
    expect(settingsOf(await renderPlatform(...args))).toMatchObject({
      "s3.endpoint": "http://s3.local:9000",
      "s3.path.style.access": true,
    });
  });
});

describe("high availability", async () => {
  const rendered = await renderPlatform(...environmentArgs("prod"));

  test("gives Flink a ConfigMap role and a token, and the leader its pod's address", () => {
    const settings = settingsOf(rendered);
    expect(settings).toMatchObject({
      "high-availability.type": "kubernetes",
      "high-availability.jobmanager.port": 6123,
      "kubernetes.namespace": "ns",
    });
    expect(at(rendered.find("Role", "dp-flink"), "rules", 0, "resources")).toEqual(["configmaps"]);
    expect(podOf(rendered.find("Deployment", "dp-flink-jobmanager"))).toMatchObject({
      serviceAccountName: "dp-flink",
      automountServiceAccountToken: true,
    });
    expect(argsOf(rendered, "dp-flink-jobmanager").slice(0, 3)).toEqual([
      "standalone-job",
      "--host",
      "$(POD_IP)",
    ]);
  });

  test("is not there when it is off", async () => {
    const plain = await renderPlatform();
    expect(plain.find("Role", "dp-flink")).toEqual({});
    expect(podOf(plain.find("Deployment", "dp-flink-jobmanager"))).toMatchObject({
      automountServiceAccountToken: false,
    });
    expect(argsOf(plain, "dp-flink-jobmanager")).not.toContain("--host");
  });

  test("two JobManagers without it are refused, and more tasks than slots too", async () => {
    const alone = "flink.jobmanager.replicas=2,flink.highAvailability.enabled=false";
    expect(await platformError("--set", alone)).toContain("needs flink.highAvailability.enabled");
    expect(await platformError("--set", "flink.parallelism=9")).toContain("flink.parallelism");
  });
});

describe("the job", () => {
  test("reads all captured tables' topics with the group, windows and watermark of the values", async () => {
    const sql = (await renderPlatform("--set", "flink.job.windowSeconds=60")).file(
      "dp-flink-job",
      "job.sql",
    );
    expect(sql).toContain(
      "'topic' = 'cdc-events.inventory.customers;cdc-events.inventory.orders;cdc-events.inventory.products'",
    );
    expect(sql).toContain("'properties.group.id' = 'flink-cdc'");
    expect(sql).toContain("INTERVAL '0 00:01:00' DAY TO SECOND))");
    expect(sql).toContain("- INTERVAL '0 00:00:30' DAY TO SECOND");
    expect(sql.match(/'/g)?.length ?? 0).toSatisfy((quotes: number) => quotes % 2 === 0);
  });

  test("finds user and password in mounted files under sasl-ssl, and the script holds neither", async () => {
    const rendered = await renderPlatform("--set", "global.kafka.security=sasl-ssl");
    const sql = rendered.file("dp-flink-job", "job.sql");
    expect(sql).toContain('password="${directory:/etc/platform/kafka-user:password}"');
    expect(sql).toContain("org.apache.flink.kafka.shaded.org.apache.kafka.common.security.scram");
    const pod = podOf(rendered.find("Deployment", "dp-flink-taskmanager"));
    expect(JSON.stringify(pod["volumes"])).toContain("redpanda-flink");
  });

  test("may be a SQL script of one's own", async () => {
    const rendered = await renderPlatform("--set", "flink.job.sql=SELECT 1;");
    expect(rendered.file("dp-flink-job", "job.sql").trim()).toBe("SELECT 1;");
  });

  test("may be a program of one's own, told by variables what the SQL job knows", async () => {
    const rendered = await renderPlatform(
      "--set",
      "flink.job.kind=jar,flink.job.jar=/opt/artifacts/job/mine.jar,flink.job.class=org.acme.Job",
      "--set-json",
      'flink.job.args=["--rate","5"]',
    );
    expect(argsOf(rendered, "dp-flink-jobmanager")).toEqual([
      "standalone-job",
      "--job-classname",
      "org.acme.Job",
      "--jars",
      "file:///opt/artifacts/job/mine.jar",
      "--rate",
      "5",
    ]);
    expect(envOf(rendered.find("Deployment", "dp-flink-jobmanager"))).toMatchObject({
      KAFKA_BOOTSTRAP_SERVERS: "dp-redpanda.ns.svc.cluster.local:9092",
      S3_OUTPUT_PATH: "s3://transformed-data-dev/processed-data/",
    });
    expect(await platformError("--set", "flink.job.kind=jar")).toContain("flink.job.");
  });

  test("may start from a savepoint", async () => {
    const rendered = await renderPlatform("--set", "flink.job.fromSavepoint=s3://b/savepoints/x");
    expect(argsOf(rendered, "dp-flink-jobmanager")).toContain("s3://b/savepoints/x");
  });
});

describe("Flink's pods", () => {
  test("restart when the job changes", async () => {
    expect(await checksumWith(60)).not.toBe(await checksumWith(61));
  });

  test("get fetched jars on Flink's own class path", async () => {
    const rendered = await renderPlatform(
      "--set",
      "flink.artifacts.mode=fetch,flink.artifacts.repository=http://maven.local",
    );
    const container = at(
      podOf(rendered.find("Deployment", "dp-flink-taskmanager")),
      "containers",
      0,
    );
    const mounts = asList(at(container, "volumeMounts")).map((it) => at(it, "mountPath"));
    expect(mounts).toContain("/opt/flink/lib/flink-sql-connector-kafka.jar");
    expect(mounts).toContain("/opt/flink/lib/hadoop-client-runtime.jar");
  });
});
