import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that runs beside the test. */
export interface Daemon {
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** What to run and where its output goes. */
export interface DaemonCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Start a program in a process group of its own, so that ending it ends its children. */
export function startDaemon(command: DaemonCommand): Daemon {
  const output = openSync(command.logFile, "w");
  const child = spawn(command.program, command.args, {
    detached: true,
    env: { ...process.env, ...command.environment },
    stdio: ["ignore", output, output],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    log: () => readFileSync(command.logFile, "utf8"),
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

/** Try until it gives something, at most so long. @throws with `what` when the time is over */
export async function waitFor<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > endMs) throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`);
    await sleep(300);
  }
}

/** The text at an address; `undefined` unless it is there. */
export async function readUrl(url: string): Promise<string | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return response.ok ? response.text() : undefined;
}
