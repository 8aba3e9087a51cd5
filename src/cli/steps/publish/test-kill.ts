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

/** Whether Git's receiving end, which serves the remote, is killed with the publish. */
export type Server = "lives" | "dies";

/** Is everything as before, or everything as after? */
export function isBeforeOrAfter({ before, killed, after }: KillOutcome): boolean {
  return killed === before || killed === after;
}

/**
 * The same, or is each ref one of both? Git's receiving end renames the refs of an atomic push one after the other:
 * killed between two renames, it leaves the locks of those that were left.
 */
export function isEachBeforeOrAfter(outcome: KillOutcome): boolean {
  const { before, killed, after, locks } = outcome;
  if (isBeforeOrAfter(outcome)) return true;
  const known = new Set([...before.split("\n"), ...after.split("\n")]);
  return locks.length > 0 && killed.split("\n").every((ref) => known.has(ref));
}

const publisher = new URL("test-publisher.ts", import.meta.url).pathname;

/** Kill publishes in a new repository, at so many moments from the start to the end of one that nobody kills. */
export async function* killPublishes(kills: number, server: Server): AsyncGenerator<KillOutcome> {
  const repository = testRepository();
  try {
    const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, "first"));
    await repository.publish({ dev: files, prod: files });
    const takesMs = await timePublish(repository);
    for (let round = 0; round < kills; round += 1) {
      const delayMs = (takesMs * round) / (kills - 1);
      yield await killPublish(repository, { text: `round ${round}`, delayMs, server });
    }
  } finally {
    repository.remove();
  }
}

interface Kill {
  readonly text: string;
  readonly delayMs: number;
  readonly server: Server;
}

/** Kill a publish with all that it started after some time, then publish the same again. */
async function killPublish(
  repository: TestRepository,
  { text, delayMs, server }: Kill,
): Promise<KillOutcome> {
  const { root, published } = repository;
  repository.commit(text);
  const refs = (): string => published("for-each-ref", "--format=%(refname) %(objectname)");
  const before = refs();
  const child = spawn(process.execPath, [publisher, root, text], { stdio: "ignore" });
  const ended = once(child, "exit");
  await Promise.race([setTimeout(delayMs), ended]);
  if (child.pid !== undefined) await killTree(child.pid, { folder: root, server });
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
 * we looked has lost its parents by now. A server that lives is waited for.
 */
async function killTree(root: number, { folder, server }: Doomed): Promise<void> {
  for (;;) {
    const all = processes();
    const spared = server === "lives" ? withDescendants(all, isReceiving) : new Set<number>();
    const ours = withDescendants(all, ({ pid }) => pid === root || worksIn(pid, folder));
    if (ours.size === 0) return;
    for (const pid of ours) if (!spared.has(pid)) kill(pid);
    await setTimeout(1);
  }
}

interface Doomed {
  readonly folder: string;
  readonly server: Server;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

function isReceiving({ args }: Process): boolean {
  return /\breceive-pack\b/u.test(args);
}

/** Those that are alive. */
function processes(): readonly Process[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, parent, state, args = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? [];
    const isAlive = state !== undefined && !state.startsWith("Z");
    return isAlive ? [{ pid: Number(pid), parent: Number(parent), args }] : [];
  });
}

/** Parents stand before their children in the table. */
function withDescendants(
  all: readonly Process[],
  isOne: (process: Process) => boolean,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const one of all) if (found.has(one.parent) || isOne(one)) found.add(one.pid);
  return found;
}

/** Where the system does not say, the descendants have to do. */
function worksIn(pid: number, folder: string): boolean {
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
