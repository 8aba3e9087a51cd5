import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../../src/host/run-command.ts";
import { readUrl, startDaemon, waitFor, type Daemon } from "./daemon.ts";
import type { ChainPrograms } from "./install.ts";

/** What the programs of one chain share. */
export interface Chain {
  readonly programs: ChainPrograms;
  /** Folder for configuration, data and logs. */
  readonly folder: string;
  /** File that gives the names of Services addresses on this machine. */
  readonly hostsFile: string;
}

/** One address of the loopback network for each program, so that all have the ports of the chart. */
export const addresses = {
  broker: "127.0.1.10",
  connect: "127.0.1.11",
  s3: "127.0.1.12",
  jobmanager: "127.0.1.13",
} as const;

const clusterId = "MkU3OEVBNTcwNTJENDM2Qg";

/** A Kafka user of the broker. */
export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

/**
 * A Kafka broker that clients know by the name of the chart's Service. They speak TLS with it, by a certificate
 * of its own that `caFile` then holds, and log in.
 */
export async function startBroker(
  chain: Chain,
  service: string,
  users: readonly KafkaUser[],
): Promise<Daemon> {
  const properties = join(chain.folder, "broker.properties");
  const data = join(chain.folder, "broker");
  const keystore = { "ssl.keystore.location": await makeCertificate(chain, service) };
  const settings = { ...brokerSettings(service), ...keystore, "log.dirs": data };
  await writeFile(properties, asProperties(settings));
  const java = ["-Xmx256m", `-Djdk.net.hosts.file=${chain.hostsFile}`];
  const classPath = ["-cp", join(chain.programs.libs, "*")];
  const logins = users.flatMap(({ name, password }) => [
    "--add-scram",
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const format = [
    "kafka.tools.StorageTool",
    "format",
    "-t",
    clusterId,
    "-c",
    properties,
    ...logins,
  ];
  const args = [...classPath, ...format];
  const { exitCode, stderr } = await runCommand({ program: "java", args });
  if (exitCode !== 0) throw new Error(stderr);
  return startDaemon({
    program: "java",
    args: [...java, ...classPath, "kafka.Kafka", properties],
    logFile: join(chain.folder, "broker.log"),
  });
}

/** File with the certificate that the broker's clients trust. */
export function caFile(chain: Chain): string {
  return join(chain.folder, "ca.crt");
}

async function makeCertificate(chain: Chain, service: string): Promise<string> {
  const key = join(chain.folder, "broker.key");
  const subject = ["-subj", `/CN=${service}`, "-addext", `subjectAltName=DNS:${service}`];
  const files = ["-nodes", "-keyout", key, "-out", caFile(chain), "-days", "2"];
  const args = ["req", "-x509", "-newkey", "rsa:2048", ...files, ...subject];
  const { exitCode, stderr } = await runCommand({ program: "openssl", args });
  if (exitCode !== 0) throw new Error(stderr);
  const keystore = join(chain.folder, "broker.pem");
  await writeFile(
    keystore,
    `${await readFile(key, "utf8")}${await readFile(caFile(chain), "utf8")}`,
  );
  return keystore;
}

function brokerSettings(service: string): Record<string, string> {
  const controller = `${addresses.broker}:19093`;
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@${controller}`,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CLIENT:SASL_SSL,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "BROKER",
    listeners: `CLIENT://${addresses.broker}:9093,BROKER://${addresses.broker}:19092,CONTROLLER://${controller}`,
    "advertised.listeners": `CLIENT://${service}:9093,BROKER://${addresses.broker}:19092`,
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "listener.name.client.scram-sha-512.sasl.jaas.config":
      "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    "ssl.keystore.type": "PEM",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.dedupe.buffer.size": "4194304",
  };
}

/** A Connect worker with the environment of the rendered Deployment, and the address of its metrics. */
export async function startConnect(
  chain: Chain,
  environment: Readonly<Record<string, string>>,
  jmxRules: string,
): Promise<Daemon> {
  const rules = join(chain.folder, "jmx.yaml");
  await writeFile(rules, jmxRules);
  const properties = join(chain.folder, "connect.properties");
  const own = {
    "plugin.path": chain.programs.plugins,
    listeners: `http://${addresses.connect}:8083`,
  };
  await writeFile(properties, asProperties({ ...workerProperties(environment), ...own }));
  const daemon = startDaemon({
    program: "java",
    args: [
      "-Xmx384m",
      `-Djdk.net.hosts.file=${chain.hostsFile}`,
      `-javaagent:${chain.programs.jmxAgent}=${addresses.connect}:9404:${rules}`,
      "-cp",
      join(chain.programs.libs, "*"),
      "org.apache.kafka.connect.cli.ConnectDistributed",
      properties,
    ],
    logFile: join(chain.folder, "connect.log"),
  });
  await waitFor("Connect", 60_000, () => readUrl(`http://${addresses.connect}:8083/health`));
  return daemon;
}

/** What the image's entry point makes of its environment. */
function workerProperties(environment: Readonly<Record<string, string>>): Record<string, string> {
  const named = new Map([
    ["BOOTSTRAP_SERVERS", "bootstrap.servers"],
    ["GROUP_ID", "group.id"],
    ["CONFIG_STORAGE_TOPIC", "config.storage.topic"],
    ["OFFSET_STORAGE_TOPIC", "offset.storage.topic"],
    ["STATUS_STORAGE_TOPIC", "status.storage.topic"],
    ["KEY_CONVERTER", "key.converter"],
    ["VALUE_CONVERTER", "value.converter"],
  ]);
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const key =
      named.get(name) ?? /^CONNECT_(.*)$/.exec(name)?.[1]?.toLowerCase().replaceAll("_", ".");
    if (key !== undefined) properties[key] = value;
  }
  return properties;
}

function asProperties(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  return `${lines.join("\n")}\n`;
}
