import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCommand, runCommand } from "./run-command.ts";

const node = process.execPath;
/** A shell and its child, both of which write down who they are. */
const family = "echo $$ > parent; sleep 60 & echo $! > child; wait";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-command-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function allEnded(): Promise<void> {
  const pids = ["parent", "child"].map((name) => Number(readFileSync(join(folder, name), "utf8")));
  await expect.poll(() => pids.filter(isRunning), { timeout: 5000 }).toEqual([]);
}

/** One that has ended and that nobody has asked about yet counts as ended. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}

describe("runCommand", () => {
  test("hands back exit code and both outputs", async () => {
    const script = "process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3";
    const result = await runCommand({ program: node, args: ["-e", script] });
    expect(result).toEqual({ exitCode: 3, stdout: "out", stderr: "err" });
  });

  test("gives the child its input", async () => {
    const script = "process.stdin.pipe(process.stdout)";
    const result = await runCommand({ program: node, args: ["-e", script], input: "secret" });
    expect(result.stdout).toBe("secret");
  });

  test("a child that does not read its input is no failure", async () => {
    const result = await runCommand({ program: node, args: ["-e", ""], input: "x".repeat(1e6) });
    expect(result.exitCode).toBe(0);
  });

  test("says which program is missing", async () => {
    await expect(runCommand({ program: "no-such-program", args: [] })).rejects.toMatchObject({
      code: "TOOL_MISSING",
    });
  });

  test("ends the child and its children at the time limit", async () => {
    const started = runCommand({
      program: "sh",
      args: ["-c", family],
      cwd: folder,
      timeoutMs: 500,
    });
    await expect(started).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
    await allEnded();
  });

  test("ends the children of a child that somebody kills", async () => {
    const started = runCommand({
      program: "sh",
      args: ["-c", family.replace("wait", () => "kill -9 $$")],
      cwd: folder,
    });
    expect(await started).toMatchObject({ exitCode: 137 });
    await allEnded();
  });

  test.skipIf(spawnSync("setsid", ["true"]).error !== undefined)(
    "a child that left the group holds nothing up",
    async () => {
      const args = ["-c", "setsid sleep 60 & wait"];
      const started = runCommand({ program: "sh", args, timeoutMs: 300 });
      await expect(started).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
    },
  );

  test("the time limit holds for a child that has ended and left its output to others", async () => {
    const script = "setsid sleep 60 & exit 0";
    const started = runCommand({ program: "sh", args: ["-c", script], timeoutMs: 300 });
    await expect(started).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
  });

  test("ends the child when it is cancelled", async () => {
    const stop = new AbortController();
    const started = runCommand({ program: "sleep", args: ["60"] }, stop.signal);
    stop.abort();
    await expect(started).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe("readCommand", () => {
  const script = "process.stdout.write('ä'.repeat(100_000)); process.exitCode = 3";

  test("hands output on in pieces that do not cut a letter", async () => {
    const result = await readCommand({ program: node, args: ["-e", script] }, joinText);
    expect(result).toEqual({ exitCode: 3, read: "ä".repeat(100_000), stderr: "" });
  });

  test("what a child printed before the reader began is not lost", async () => {
    const said = await readCommand({ program: "echo", args: ["early"] }, joinLate);
    expect(said).toEqual({ exitCode: 0, read: "early\n", stderr: "" });
  });

  test("a reader that fails before it reads does not hold the child up", async () => {
    const started = readCommand({ program: node, args: ["-e", script] }, fail);
    await expect(started).rejects.toThrow("no reader");
  });

  test("says which program is missing", async () => {
    const started = readCommand({ program: "no-such-program", args: [] }, joinText);
    await expect(started).rejects.toMatchObject({ code: "TOOL_MISSING" });
  });
});

async function joinText(stdout: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of stdout) text += piece;
  return text;
}

async function joinLate(stdout: AsyncIterable<string>): Promise<string> {
  await setTimeout(500);
  return joinText(stdout);
}

async function fail(): Promise<never> {
  throw new Error("no reader");
}
