import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startDaemon, type Daemon } from "./daemon.ts";
import type { Chain } from "./kafka.ts";

/** The files of the rendered ConfigMaps. */
export interface FlinkFiles {
  readonly config: string;
  readonly logging: string;
  readonly sql: string;
}

/** JobManager and TaskManager with the rendered configuration and arguments. */
export async function startFlink(
  chain: Chain,
  files: FlinkFiles,
  jobArgs: readonly string[],
): Promise<readonly Daemon[]> {
  const conf = join(chain.folder, "flink-conf");
  const script = join(chain.folder, "job.sql");
  await mkdir(conf);
  await writeFile(join(conf, "config.yaml"), files.config);
  await writeFile(join(conf, "log4j-console.properties"), files.logging);
  await writeFile(script, files.sql);
  const args = jobArgs.map((arg) =>
    arg.replace("file:///opt/flink/job/job.sql", `file://${script}`),
  );
  return [
    start(chain, conf, ["standalone-job.sh", ...args]),
    // Both run on one machine here, so the second takes other ports where each would be alone in its pod.
    start(chain, conf, [
      "taskmanager.sh",
      "-Dtaskmanager.host=127.0.0.1",
      "-Dmetrics.reporter.prom.port=9250",
      "-Dmetrics.internal.query-service.port=6127",
    ]),
  ];
}

function start(chain: Chain, conf: string, words: readonly string[]): Daemon {
  const [script = "", ...args] = words;
  return startDaemon({
    program: "bash",
    args: [join(chain.programs.flink, "bin", script), "start-foreground", ...args],
    environment: {
      FLINK_HOME: chain.programs.flink,
      FLINK_CONF_DIR: conf,
      FLINK_LOG_DIR: chain.folder,
      FLINK_PID_DIR: chain.folder,
      JVM_ARGS: `-Djdk.net.hosts.file=${chain.hostsFile}`,
      AWS_REGION: "us-west-2",
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
    },
    logFile: join(chain.folder, `${script}.log`),
  });
}
