import { writeFile } from "node:fs/promises";
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

/** A Kafka broker that clients know by the name of the chart's Service. */
export async function startBroker(chain: Chain, service: string): Promise<Daemon> {
  const properties = join(chain.folder, "broker.properties");
  const data = join(chain.folder, "broker");
  await writeFile(properties, asProperties({ ...brokerSettings(service), "log.dirs": data }));
  const java = ["-Xmx256m", `-Djdk.net.hosts.file=${chain.hostsFile}`];
  const classPath = ["-cp", join(chain.programs.libs, "*")];
  const format = ["kafka.tools.StorageTool", "format", "-t", clusterId, "-c", properties];
  const args = [...classPath, ...format];
  const { exitCode, stderr } = await runCommand({ program: "java", args });
  if (exitCode !== 0) throw new Error(stderr);
  return startDaemon({
    program: "java",
    args: [...java, ...classPath, "kafka.Kafka", properties],
    logFile: join(chain.folder, "broker.log"),
  });
}

function brokerSettings(service: string): Record<string, string> {
  const controller = `${addresses.broker}:19093`;
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@${controller}`,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    listeners: `PLAINTEXT://${addresses.broker}:9092,CONTROLLER://${controller}`,
    "advertised.listeners": `PLAINTEXT://${service}:9092`,
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
