import { constants } from "node:fs";
import { access, copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { runCommand } from "../../../src/host/run-command.ts";

/** Where the programs of the chain are, once they are installed. */
export interface ChainPrograms {
  /** Jars of Kafka and Connect. */
  readonly libs: string;
  /** Plugin folder with Debezium. */
  readonly plugins: string;
  readonly jmxAgent: string;
  readonly flink: string;
  /** Python packages with a service that speaks S3. */
  readonly moto: string;
}

const needed = ["java", "mvn", "openssl", "python3"] as const;

/** Programs that the chain needs and the machine lacks. */
export async function missingPrograms(): Promise<readonly string[]> {
  const there = await Promise.all(needed.map((name) => isOnPath(name)));
  return needed.filter((_, at) => there[at] !== true);
}

async function isOnPath(name: string): Promise<boolean> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** Fetch what is not there yet into `.cache/cdc-chain`, from the registries that Maven and pip use: about 600 MB once. */
export async function installChain(): Promise<ChainPrograms> {
  const folder = join(import.meta.dirname, "../../../.cache/cdc-chain");
  const isThere = await access(join(folder, "moto/moto")).then(
    () => true,
    () => false,
  );
  if (!isThere) await install(folder);
  return {
    libs: join(folder, "libs"),
    plugins: join(folder, "plugins"),
    jmxAgent: join(folder, "agent", "jmx_prometheus_javaagent-1.0.1.jar"),
    flink: join(folder, "flink"),
    moto: join(folder, "moto"),
  };
}

async function install(folder: string): Promise<void> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await copyFile(join(import.meta.dirname, "pom.xml"), join(part, "pom.xml"));
  await runOrFail("mvn", ["--quiet", "--batch-mode", "package"], part);
  await installFlink(part);
  const target = ["--target", join(part, "moto")];
  await runOrFail(
    "python3",
    ["-m", "pip", "install", "--quiet", ...target, "moto[server]==5.2.5"],
    part,
  );
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
}

/** The Python packages hold Flink's jars and scripts: one has lib/ and plugins/, the other bin/ and conf/. */
async function installFlink(folder: string): Promise<void> {
  const wheels = join(folder, "wheels");
  const packages = ["apache-flink-libraries==2.3.0", "apache-flink==2.3.0"];
  const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheels];
  for (const name of packages) await runOrFail("python3", [...download, name], folder);
  for (const wheel of await readdir(wheels))
    await runOrFail("python3", ["-m", "zipfile", "-e", join(wheels, wheel), wheels], folder);
  for (const part of ["lib", "opt", "plugins"]) {
    const copy = ["-rn", join(wheels, "pyflink", part), join(folder, "flink")];
    await runOrFail("cp", copy, folder);
  }
  await rename(join(wheels, "pyflink", "bin"), join(folder, "flink", "bin"));
  await runOrFail("chmod", ["-R", "+x", join(folder, "flink", "bin")], folder);
  await rm(wheels, { recursive: true });
}

async function runOrFail(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand({ program, args, cwd });
  if (exitCode !== 0) throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
}
