import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * Do `work` while no other process of this machine does work under the same lock file.
 * The lock of a process that has ended is taken over.
 */
export async function withLock(folder, say, work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, ".lock");
  const mine = `${process.pid} ${hostname()} ${randomUUID()}`;
  let hasSaid = false;
  while (!take(lock, mine)) {
    if (!hasSaid) say(`waiting for another set-up (${lock})`);
    hasSaid = true;
    removeStale(lock);
    await setTimeout(200);
  }
  try {
    removeDrafts(folder);
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Every set-up drafts under the lock: drafts that are there when it is taken were left by one that was ended. */
function removeDrafts(folder) {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(".draft-")) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** A hard link appears with its content or not at all, so nobody reads a half-written lock. */
function take(lock, mine) {
  const draft = `${lock}.${mine.split(" ").at(-1)}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function removeStale(lock) {
  const owner = readOwner(lock);
  if (owner === undefined || isAlive(owner)) return;
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
    // Somebody may have taken over between the look and the rename: then it is given back.
    if (readOwner(aside) !== owner) linkSync(aside, lock);
    rmSync(aside);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function readOwner(lock) {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    return undefined;
  }
}

function isAlive(owner) {
  const [pid, host] = owner.split(" ");
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
