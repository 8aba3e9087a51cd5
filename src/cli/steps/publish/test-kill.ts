import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { TestRepository } from "./test-repository.ts";

/** What a killed publish left, and what the next one made of it. */
export interface KillOutcome {
  readonly before: string;
  readonly killed: string;
  readonly after: string;
}

const publisher = new URL("test-publisher.ts", import.meta.url).pathname;

/** Kill a publish with all that it started after some time, then publish the same again. */
export async function killPublish(
  repository: TestRepository,
  text: string,
  delayMs: number,
): Promise<KillOutcome> {
  const { root, published } = repository;
  repository.commit(text);
  const refs = (): string => published("for-each-ref", "--format=%(refname) %(objectname)");
  const before = refs();
  const child = spawn(process.execPath, [publisher, root, text], { stdio: "ignore" });
  const ended = once(child, "exit");
  await Promise.race([setTimeout(delayMs), ended]);
  if (child.pid !== undefined) killTree(child.pid);
  await ended;
  const killed = refs();
  execFileSync(process.execPath, [publisher, root, text], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { before, killed, after: refs() };
}

/** How long a publish takes when nobody kills it, from the start of its process: the moments to try are in there. */
export async function timePublish({ root, commit }: TestRepository): Promise<number> {
  commit("to the end");
  const started = performance.now();
  const child = spawn(process.execPath, [publisher, root, "to the end"], { stdio: "ignore" });
  await once(child, "exit");
  return performance.now() - started;
}

/** SIGKILL to a process and all its descendants, parents first, until none is left. */
function killTree(root: number): void {
  for (;;) {
    const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
    const rows = table.split("\n").map((line) => line.trim().split(/\s+/u));
    const alive = rows.filter(([, , state]) => state !== undefined && !state.startsWith("Z"));
    const doomed = new Set([root]);
    for (const [pid, parent] of alive) if (doomed.has(Number(parent))) doomed.add(Number(pid));
    const pids = alive.map(([pid]) => Number(pid)).filter((pid) => doomed.has(pid));
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
