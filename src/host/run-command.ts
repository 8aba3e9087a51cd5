import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { constants } from "node:os";
import { PassThrough, type Readable } from "node:stream";
import type { Command, CommandResult } from "../model/command.ts";
import { KeelsonError } from "../model/keelson-error.ts";

const defaultTimeoutMs = 10 * 60 * 1000;
const graceMs = 500;

/** How a command ended whose output was read while it ran. */
export interface ReadResult<T> extends Omit<CommandResult, "stdout"> {
  /** What the reader made of standard output. */
  readonly read: T;
}

/**
 * Run a command to its end and hand back all it said. A non-zero exit is a result, not an error.
 * The child leads a process group of its own, so that a time limit or an abort ends its children too, and so does
 * whoever kills the child alone.
 * @throws TOOL_MISSING the program is not on the PATH
 * @throws TOOL_TIMEOUT it ran longer than `timeoutMs`
 * @throws CANCELLED `signal` was aborted
 */
export async function runCommand(command: Command, signal?: AbortSignal): Promise<CommandResult> {
  const take = (stdout: Readable): (() => string) => collect(stdout, command.encoding);
  const { exitCode, read, stderr } = await execute(command, take, signal);
  return { exitCode, stdout: read, stderr };
}

/** The same for a command whose standard output is read in pieces while it still runs. */
export async function readCommand<T>(
  command: Command,
  read: (stdout: AsyncIterable<string>) => Promise<T>,
  signal?: AbortSignal,
): Promise<ReadResult<T>> {
  const begin = (stdout: Readable): (() => Promise<T>) => {
    // What a child left in its pipe is gone once it has ended, unless somebody has begun to take it.
    const taken = stdout.pipe(new PassThrough({ encoding: "utf8" }));
    stdout.on("close", () => taken.end());
    const reading = read(taken);
    // A child whose output nobody takes never ends. Why the reader failed is told once it has.
    reading.catch(() => stdout.unpipe(taken).resume());
    return () => reading;
  };
  const ended = await execute(command, begin, signal);
  return { ...ended, read: await ended.read };
}

function execute<T>(
  command: Command,
  begin: (stdout: Readable) => () => T,
  signal: AbortSignal | undefined,
): Promise<ReadResult<T>> {
  const limit = AbortSignal.timeout(command.timeoutMs ?? defaultTimeoutMs);
  const stop = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  return new Promise((resolve, reject) => {
    const child = start(command);
    const endGroup = (): void => {
      killGroup(child.pid);
      // What left the group may hold the pipes open for as long as it likes.
      setTimeout(() => letGo(child), graceMs).unref();
    };
    stop.addEventListener("abort", endGroup, { once: true });
    if (stop.aborted) endGroup();
    const read = begin(child.stdout);
    const stderr = collect(child.stderr);
    child.on("error", (cause) => reject(missingError(command, cause)));
    child.on("exit", (_, name) => {
      if (name !== null || stop.aborted) endGroup();
    });
    child.on("close", (code, name) => {
      stop.removeEventListener("abort", endGroup);
      const exitCode = code ?? 128 + (name === null ? 0 : constants.signals[name]);
      if (limit.aborted) reject(timeoutError(command));
      else if (stop.aborted) reject(cancelledError(command));
      else resolve({ exitCode, read: read(), stderr: stderr() });
    });
  });
}

function letGo({ stdout, stderr }: ChildProcessWithoutNullStreams): void {
  stdout.destroy();
  stderr.destroy();
}

function start(command: Command): ChildProcessWithoutNullStreams {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.environment ?? process.env,
    detached: true,
  });
  // A child may end before it has read its input: its exit code says more than the broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(command.input ?? "");
  return child;
}

function collect(stream: Readable, encoding: BufferEncoding = "utf8"): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString(encoding);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

function timeoutError(command: Command): KeelsonError {
  const seconds = (command.timeoutMs ?? defaultTimeoutMs) / 1000;
  return new KeelsonError(`${command.program} did not finish within ${seconds} s and was ended`, {
    code: "TOOL_TIMEOUT",
    fault: "tool",
    fix: "see what it waits for, or raise render.timeoutSeconds in keelson.yaml",
  });
}

function cancelledError(command: Command): KeelsonError {
  return new KeelsonError(`cancelled while ${command.program} ran`, {
    code: "CANCELLED",
    fault: "tool",
    fix: "run it again: nothing was left half-done",
  });
}

/** A program could not be started: what stops whoever wanted to run it. */
export function missingError(command: Command, cause: Error): KeelsonError {
  return new KeelsonError(`${command.program} could not be started: ${cause.message}`, {
    code: "TOOL_MISSING",
    fault: "tool",
    fix: `install ${command.program} and see that it is on the PATH`,
    cause,
  });
}
