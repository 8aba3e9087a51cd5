import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const requirements: string = resolve(import.meta.dirname, "../../tools/python/requirements.txt");

/** A moto server of one's own: AWS Secrets Manager and STS, in memory. */
export interface Moto {
  readonly url: string;
  /** What the AWS SDK must find in the environment to use it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

/**
 * The Python that has moto, made below .tools/ when it is not there yet; undefined where it cannot be had
 * (no Python 3, no package registry) and this is not CI.
 */
export async function motoPython(): Promise<string | undefined> {
  try {
    return await installedPython();
  } catch (cause) {
    if (process.env["CI"] === "true") throw cause;
    process.stderr.write(
      "moto could not be installed, its tests skip: install python3 with venv\n",
    );
    return undefined;
  }
}

/** Start moto on a free port of this machine and wait until it answers. */
export async function startMoto(python: string): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(python, args, { stdio: "ignore" });
  await untilAnswers(url, child);
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-west-2",
  };
  return { url, variables, stop: () => void child.kill("SIGKILL") };
}

async function installedPython(): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = resolve(import.meta.dirname, "../../.tools/moto", digest.slice(0, 16));
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await run("python3", ["-m", "venv", draft]);
    const install = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--require-hashes",
      "--only-binary",
      ":all:",
    ];
    await run(join(draft, "bin", "python"), [...install, "-r", requirements]);
    // Whoever is first wins; a Python environment that is called by its path may be moved.
    await rename(draft, folder).catch((cause: unknown) => {
      if (!existsSync(python)) throw cause;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill("SIGKILL");
  throw new Error("moto did not answer within 30 s");
}
