import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../../src/host/run-command.ts";
import { asList, asText } from "../../../src/model/value.ts";
import { startPostgres, type PostgresServer } from "../postgres-server.ts";
import { at, envOf, podOf, renderPlatform, type Rendered } from "../rendered.ts";
import { readUrl, waitFor, type Daemon } from "./daemon.ts";
import { change, prepareDatabase } from "./database.ts";
import { startFlink } from "./flink.ts";
import { installChain, missingPrograms } from "./install.ts";
import { addresses, caFile, startBroker, startConnect, type Chain } from "./kafka.ts";
import { listObjects, readObject, startS3 } from "./s3.ts";

const bucket = "transformed-data-dev";
const users = ["debezium", "flink"].map((name) => ({ name, password: `${name}-in-kafka` }));
const missing = await missingPrograms();
const isOnCi = process.env["CI"] === "true";
if (missing.length > 0 && !isOnCi)
  process.stderr.write(`the chain is not run: install ${missing.join(", ")}\n`);

/** The rendered configuration, with short windows, for programs that run beside each other. */
function renderChain(databasePort: number): Promise<Rendered> {
  const values = {
    global: {
      database: { port: databasePort, name: "postgres" },
      kafka: { security: "sasl-ssl" },
      topics: { partitions: 2, replicationFactor: 1 },
      // An address, since the server takes the first part of a name for the bucket.
      s3: { endpoint: `http://${addresses.s3}:5000`, pathStyle: true, credentials: "secret" },
    },
    redpanda: { replicas: 1 },
    debezium: { connector: { heartbeatSeconds: 1 } },
    flink: {
      job: { windowSeconds: 2, watermarkSeconds: 1, idleSeconds: 1 },
      checkpoints: { intervalSeconds: 2 },
    },
  };
  const args = Object.entries(values).flatMap(([key, value]) => [
    "--set-json",
    `${key}=${JSON.stringify(value)}`,
  ]);
  return renderPlatform(...args);
}

describe.skipIf(missing.length > 0 && !isOnCi)(
  "from PostgreSQL over Kafka with TLS and logins to Parquet on S3",
  () => {
    const daemons: Daemon[] = [];
    let postgres: PostgresServer;
    let rendered: Rendered;
    let chain: Chain;
    let connectors = "";

    beforeAll(async () => {
      const folder = await mkdtemp(join(tmpdir(), "keelson-chain-"));
      chain = { folder, programs: await installChain(), hostsFile: join(folder, "hosts") };
      postgres = await startPostgres();
      rendered = await renderChain(postgres.port);
      await writeFile(chain.hostsFile, hosts());
      await prepareDatabase(postgres, rendered);
      daemons.push(await startBroker(chain, "dp-redpanda.ns.svc.cluster.local", users));
      daemons.push(await startS3(chain, bucket));
      for (const { name, password } of users) await writeSecrets(chain, name, password);
      connectors = await writeConnectors(chain, rendered);
      const debezium = rendered.find("Deployment", "dp-debezium");
      const environment = Object.fromEntries(
        Object.entries(envOf(debezium)).map(([key, value]) => [
          key,
          asMounted(chain, "debezium", value),
        ]),
      );
      const rules = rendered.file("dp-scripts", "jmx-connect.yaml");
      daemons.push(await startConnect(chain, environment, rules));
    });
    // What the programs said is gone with their folder, and nothing else tells why one of them stopped.
    afterEach(({ task }) => {
      if (task.result?.state !== "fail") return;
      const logs = daemons.map((daemon) => tellingLines(daemon.log()));
      process.stderr.write(`${logs.join("\n-----\n")}\n`);
    });
    afterAll(async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      await postgres?.stop();
      if (chain !== undefined) await rm(chain.folder, { recursive: true, force: true });
    });

    test("the reconciler registers the connector with a real worker, and has nothing to do again", async () => {
      const first = await reconcile(connectors);
      expect(first).toEqual({
        exitCode: 0,
        stdout:
          "postgres-source-connector: created\npostgres-source-connector: runs, 1 of 1 tasks\n",
      });
      const second = await reconcile(connectors);
      expect(second).toEqual({
        exitCode: 0,
        stdout: "postgres-source-connector: runs, 1 of 1 tasks\n",
      });
    });

    test("the agent's rules give the metrics that the rules and dashboards use", async () => {
      const metrics = await waitFor("metrics of Debezium", 30_000, async () => {
        const text = await readUrl(`http://${addresses.connect}:9404/metrics`);
        return text?.includes("debezium_metrics_connected") === true ? text : undefined;
      });
      for (const name of [
        'kafka_connect_connector_status{connector="postgres-source-connector",status="running"',
        'kafka_connect_connector_task_status{connector="postgres-source-connector"',
        "kafka_connect_source_task_source_record_write_total{",
        "kafka_connect_task_error_total_record_failures",
        "kafka_connect_worker_connector_count",
        'debezium_metrics_connected{context="streaming"',
        "debezium_metrics_millisecondsbehindsource{",
      ])
        expect(metrics).toContain(name);
    });

    test("changes become Parquet files, counted by table and kind", async () => {
      const args = at(
        podOf(rendered.find("Deployment", "dp-flink-jobmanager")),
        "containers",
        0,
        "args",
      );
      const files = {
        config: rendered.file("dp-flink-config", "config.yaml"),
        logging: rendered.file("dp-flink-config", "log4j-console.properties"),
        sql: asMounted(chain, "flink", rendered.file("dp-flink-job", "job.sql")),
      };
      daemons.push(...(await startFlink(chain, files, asList(args).map(asText).slice(1))));
      const object = await waitFor("a Parquet file", 300_000, async () => {
        await change(postgres);
        const names = await listObjects(bucket, "processed-data/");
        return names.find((name) => /\/day=\d{4}-\d{2}-\d{2}\/(?:compacted-)?part-/.test(name));
      });
      const bytes = await readObject(bucket, object);
      expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
      expect(bytes.subarray(-4).toString()).toBe("PAR1");
      expect(bytes.includes("cdc-events.inventory.")).toBe(true);
      expect((await listObjects(bucket, "checkpoints/")).length).toBeGreaterThan(0);
    });
  },
);

function tellingLines(log: string): string {
  const lines = log.split("\n");
  const errors = lines.filter((line) => /ERROR|WARN|Exception|Caused by/.test(line)).slice(0, 20);
  return [...errors, "…", ...lines.slice(-5)].join("\n");
}

/** Names of Services, as this machine has them. The programs ask nobody else. */
function hosts(): string {
  const suffix = "ns.svc.cluster.local";
  return [
    `127.0.0.1 localhost ${hostname()} dp-postgresql.${suffix}`,
    `${addresses.broker} dp-redpanda.${suffix}`,
    `${addresses.jobmanager} dp-flink-jobmanager.${suffix}`,
    "",
  ].join("\n");
}

/** Files that a pod of this Kafka user would have mounted: its login, and the brokers' certificate. */
async function writeSecrets(chain: Chain, user: string, password: string): Promise<void> {
  const folder = join(chain.folder, user);
  await mkdir(join(folder, "kafka-tls"), { recursive: true });
  await mkdir(join(folder, "kafka-user"));
  await copyFile(caFile(chain), join(folder, "kafka-tls", "ca.crt"));
  await writeFile(join(folder, "kafka-user", "username"), user);
  await writeFile(join(folder, "kafka-user", "password"), password);
}

/** A text whose paths lead to those files. */
function asMounted(chain: Chain, user: string, text: string): string {
  return text.replaceAll("/etc/platform", join(chain.folder, user));
}

async function writeConnectors(chain: Chain, rendered: Rendered): Promise<string> {
  const folder = join(chain.folder, "connectors");
  const credentials = join(chain.folder, "debezium", "database");
  await mkdir(folder);
  await mkdir(credentials);
  await writeFile(join(credentials, "username"), "debezium");
  await writeFile(join(credentials, "password"), "debezium-password");
  const name = "postgres-source-connector.json";
  const config = rendered.file("dp-debezium-connectors", name);
  await writeFile(join(folder, name), asMounted(chain, "debezium", config));
  return folder;
}

async function reconcile(folder: string): Promise<{ exitCode: number; stdout: string }> {
  const script = "charts/data-platform/files/connect-reconcile/connect-reconcile.mts";
  const environment = {
    PATH: process.env["PATH"] ?? "",
    CONNECT_URL: `http://${addresses.connect}:8083`,
    CONNECTORS_DIR: folder,
    OWNER: "ns/dp",
    RESTARTS_PER_HOUR: "ALWAYS",
  };
  const { exitCode, stdout } = await runCommand({ program: "node", args: [script], environment });
  return { exitCode, stdout };
}
