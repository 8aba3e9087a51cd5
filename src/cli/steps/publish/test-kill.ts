import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { renderedFile, type TestRepository, testRepository } from "./test-repository.ts";

/** What a killed publish left, and what the next one made of it. */
export interface KillOutcome {
  readonly before: string;
  readonly killed: string;
  readonly after: string;
  /** Refs that the killed publish still held. */
  readonly locks: readonly string[];
}

/**
 * Is everything as before, or everything as after? Git's receiving end renames the refs of an atomic push one after
 * the other: killed between two renames, it leaves each ref as one of both, and the locks of those that were left.
 */
export function isBeforeOrAfter({ before, killed, after, locks }: KillOutcome): boolean {
  if (killed === before || killed === after) return true;
  const known = new Set([...before.split("\n"), ...after.split("\n")]);
  return locks.length > 0 && killed.split("\n").every((ref) => known.has(ref));
}

const publisher = new URL("test-publisher.ts", import.meta.url).pathname;

/** Kill publishes in a new repository, at so many moments from the start to the end of one that nobody kills. */
export async function* killPublishes(kills: number): AsyncGenerator<KillOutcome> {
  const repository = testRepository();
  try {
    const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, "first"));
    await repository.publish({ dev: files, prod: files });
    const takesMs = await timePublish(repository);
    for (let round = 0; round < kills; round += 1) {
      const delayMs = (takesMs * round) / (kills - 1);
      yield await killPublish(repository, `round ${round}`, delayMs);
    }
  } finally {
    repository.remove();
  }
}

/** Kill a publish with all that it started after some time, then publish the same again. */
async function killPublish(
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
  if (child.pid !== undefined) killTree(child.pid, root);
  await ended;
  const killed = refs();
  const locks = readdirSync(join(root, ".build/gitops.git/refs"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".lock"));
  execFileSync(process.execPath, [publisher, root, text], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { before, killed, after: refs(), locks };
}

/** How long a publish takes when nobody kills it, from the start of its process: the moments to try are in there. */
async function timePublish({ root, commit }: TestRepository): Promise<number> {
  commit("to the end");
  const started = performance.now();
  const child = spawn(process.execPath, [publisher, root, "to the end"], { stdio: "ignore" });
  await once(child, "exit");
  return performance.now() - started;
}

/**
 * SIGKILL to a process and all its descendants, and to whoever works in the folder: a process that was started while
 * we looked has lost its parents by now.
 */
function killTree(root: number, folder: string): void {
  for (;;) {
    const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
    const rows = table.split("\n").map((line) => line.trim().split(/\s+/u));
    const alive = rows.filter(([, , state]) => state !== undefined && !state.startsWith("Z"));
    const doomed = new Set([root]);
    for (const [pid = "", parent] of alive) {
      if (doomed.has(Number(parent)) || worksIn(pid, folder)) doomed.add(Number(pid));
    }
    const pids = alive.map(([pid]) => Number(pid)).filter((pid) => doomed.has(pid));
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
  }
}

/** Where the system does not say, the descendants have to do. */
function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
