import { describe, expect, test } from "vitest";
import { readCommand, runCommand } from "./run-command.ts";

const node = process.execPath;

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
    const grandchild = "sleep 60 & echo $!; wait";
    const started = runCommand({ program: "sh", args: ["-c", grandchild], timeoutMs: 300 });
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
    const result = await readCommand({ program: node, args: ["-e", script] }, join);
    expect(result).toEqual({ exitCode: 3, read: "ä".repeat(100_000), stderr: "" });
  });

  test("a reader that fails before it reads does not hold the child up", async () => {
    const started = readCommand({ program: node, args: ["-e", script] }, fail);
    await expect(started).rejects.toThrow("no reader");
  });

  test("says which program is missing", async () => {
    const started = readCommand({ program: "no-such-program", args: [] }, join);
    await expect(started).rejects.toMatchObject({ code: "TOOL_MISSING" });
  });
});

async function join(stdout: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of stdout) text += piece;
  return text;
}

async function fail(): Promise<never> {
  throw new Error("no reader");
}
