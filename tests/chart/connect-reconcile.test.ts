import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import type { CommandResult } from "../../src/model/command.ts";
import { startWorker, type Worker, type WorkerFaults } from "./connect-worker.ts";

const script = "charts/data-platform/files/connect-reconcile/connect-reconcile.mts";
const name = "s3-sink-connector";
const config = {
  "connector.class": "io.confluent.connect.s3.S3SinkConnector",
  "tasks.max": "2",
  "topics.regex": "cdc-events\\..*",
};
const stored = { ...config, name, "reconciled.by": "ns/dp" };
const debezium = {
  "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
  "reconciled.by": "ns/dp",
};

let folder = "";
let worker: Worker | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "connectors-"));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));
});
afterEach(async () => {
  await worker?.close();
  rmSync(folder, { recursive: true });
});

async function start(faults: WorkerFaults = {}): Promise<Worker> {
  worker = await startWorker(faults);
  return worker;
}

function run(url: string, env: Record<string, string> = {}): Promise<CommandResult> {
  const settings = {
    CONNECT_URL: url,
    CONNECTORS_DIR: folder,
    OWNER: "ns/dp",
    WAIT_SECONDS: "20",
    SETTLE_SECONDS: "3",
    RESTARTS_PER_HOUR: "ALWAYS",
  };
  const environment = { PATH: process.env["PATH"] ?? "", ...settings, ...env };
  return runCommand({ program: "node", args: [script], environment, timeoutMs: 60_000 });
}

describe("connect-reconcile against a worker", () => {
  test("a missing connector is created with the owner's mark, after a worker that is slow to start", async () => {
    const { url, connectors, calls } = await start({ health: [404, 503, 500] });
    const { exitCode, stdout } = await run(url);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `${name}: created\n${name}: runs, 1 of 1 tasks\n`,
    });
    expect(connectors.get(name)).toEqual(stored);
    expect(calls.filter((call) => call === "GET /health")).toHaveLength(4);
  });

  test("a connector that is as wanted is not put again", async () => {
    const { url, connectors, calls } = await start();
    connectors.set(name, stored);
    expect((await run(url)).exitCode).toBe(0);
    expect(calls.filter((call) => call.startsWith("PUT /connectors/"))).toEqual([]);
  });

  test("a different one is changed and the keys are named, never the values", async () => {
    const { url, connectors } = await start();
    connectors.set(name, { ...stored, "tasks.max": "71", extra: "gone" });
    const { stdout } = await run(url);
    expect(stdout).toContain(`${name}: changed extra, tasks.max\n`);
    expect(stdout).not.toContain("71");
    expect(connectors.get(name)).toEqual(stored);
  });

  test("a rebalance (409) is waited out", async () => {
    const { url, connectors } = await start({ conflicts: 2 });
    expect((await run(url)).exitCode).toBe(0);
    expect(connectors.has(name)).toBe(true);
  });

  test("an invalid configuration is told by key, is not put, and a secret's text is not shown", async () => {
    const invalid = { "flush.size": "must be a number", "aws.secret.access.key": "bad hunter2" };
    const { url, connectors } = await start({ invalid });
    const { exitCode, stdout } = await run(url);
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`${name}: not valid: flush.size: must be a number`);
    expect(stdout).toContain("aws.secret.access.key: is not accepted");
    expect(stdout).not.toContain("hunter2");
    expect(connectors.size).toBe(0);
  });

  test("a failed task is restarted, and its trace is told by its first line", async () => {
    const { url, connectors, calls } = await start({ failures: ["IOException: no route\n\tat x"] });
    connectors.set(name, stored);
    const { exitCode, stdout } = await run(url);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${name}: FAILED task 0: IOException: no route\n`);
    expect(calls).toContain(`POST /connectors/${name}/restart?includeTasks=true&onlyFailed=true`);
  });

  test("a task that fails again ends the run with 5 after one restart", async () => {
    const trace = "ConfigException: Invalid value hunter2 for configuration database.user";
    const { url, connectors, calls } = await start({ failures: [trace, trace, trace] });
    connectors.set(name, stored);
    const { exitCode, stdout } = await run(url);
    expect(exitCode).toBe(5);
    expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect(stdout).not.toContain("hunter2");
  });

  test("with no restart allowed a failed task is only told", async () => {
    const { url, connectors, calls } = await start({ failures: ["x"] });
    connectors.set(name, stored);
    expect((await run(url, { RESTARTS_PER_HOUR: "0" })).exitCode).toBe(5);
    expect(calls.filter((call) => call.startsWith("POST"))).toEqual([]);
  });

  test("a paused connector is left alone", async () => {
    const { url, connectors, states } = await start();
    connectors.set(name, stored);
    states.set(name, "PAUSED");
    const { exitCode, stdout } = await run(url);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("PAUSED");
  });

  test("own left-overs are removed, others' and Debezium's are not", async () => {
    const { url, connectors } = await start();
    connectors.set("old", { ...stored, name: "old" });
    connectors.set("foreign", { ...config, name: "foreign" });
    connectors.set("source", { ...debezium, name: "source" });
    const { stdout } = await run(url);
    expect([...connectors.keys()].toSorted()).toEqual(["foreign", name, "source"]);
    expect(stdout).toContain("source: no longer wanted, but its replication slot");
    await run(url, { ALLOW_SLOT_LOSS: "true" });
    expect([...connectors.keys()].toSorted()).toEqual(["foreign", name]);
  });

  test("a plugin that the worker lacks is named", async () => {
    writeFileSync(join(folder, "x.json"), JSON.stringify({ "connector.class": "org.acme.Sink" }));
    const { url } = await start();
    const { exitCode, stdout } = await run(url);
    expect(exitCode).toBe(3);
    expect(stdout).toContain("the worker has no plugin org.acme.Sink");
  });

  test("a worker that is not there ends the run with 4 when the time is over", async () => {
    const { url, close } = await start();
    await close();
    const { exitCode, stdout } = await run(url, { WAIT_SECONDS: "1" });
    expect(exitCode).toBe(4);
    expect(stdout).toContain("ECONNREFUSED");
  });

  test("a worker that never answers is not waited for longer than a request may take", async () => {
    const { url } = await start({ silent: true });
    const { exitCode, stdout } = await run(url, { WAIT_SECONDS: "1", REQUEST_SECONDS: "1" });
    expect(exitCode).toBe(4);
    expect(stdout).toContain("did not answer in time; given up");
  });

  test("being told to end ends it at once, also while it waits", async () => {
    const { url } = await start({ silent: true });
    const args = ["-c", `node ${script} & sleep 1; kill -TERM $!; wait $!`];
    const settings = { CONNECT_URL: url, CONNECTORS_DIR: folder, OWNER: "ns/dp" };
    const environment = { PATH: process.env["PATH"] ?? "", ...settings };
    const { exitCode } = await runCommand({ program: "sh", args, environment, timeoutMs: 20_000 });
    expect(exitCode).toBe(143);
  });

  test("all that is wrong with the files is told at once, without their text", async () => {
    writeFileSync(join(folder, "a.json"), '{"password": hunter2}');
    writeFileSync(join(folder, "b.json"), '{"connector.class": "X", "name": "c", "list": []}');
    const { exitCode, stdout } = await run("http://127.0.0.1:9");
    expect(exitCode).toBe(3);
    expect(stdout.split("\n")).toEqual([
      "a.json: is not JSON",
      'a.json: "connector.class" is missing',
      'b.json: "list" must be a string, a number or a boolean',
      'b.json: "name" must be "b", as the file is called',
      "",
    ]);
  });

  test("a missing or wrong setting ends with 2", async () => {
    expect(await run("")).toMatchObject({ exitCode: 2, stdout: "CONNECT_URL is not set\n" });
    expect((await run("ftp://x")).exitCode).toBe(2);
    expect((await run("http://x", { WAIT_SECONDS: "soon" })).exitCode).toBe(2);
    expect((await run("http://x", { CONNECTORS_DIR: "/nowhere" })).exitCode).toBe(2);
  });
});
