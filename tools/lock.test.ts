import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withLock } from "./lock.mjs";

describe("withLock", () => {
  let folder: string;
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keelson-lock-"));
    said = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  function locked<Result>(work: () => Promise<Result>): Promise<Result> {
    return withLock(folder, (text) => said.push(text), work);
  }

  test("one works after the other, and who waits says so once", async () => {
    const events: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      events.push(`${name} begins`);
      await setTimeout(300);
      events.push(`${name} ends`);
    };
    await Promise.all([locked(work("first")), locked(work("second"))]);
    expect(events).toEqual(["first begins", "first ends", "second begins", "second ends"]);
    expect(said).toHaveLength(1);
  });

  test("work that fails gives the lock back", async () => {
    const failing = locked(() => Promise.reject(new Error("no network")));
    await expect(failing).rejects.toThrow("no network");
    expect(existsSync(join(folder, ".lock"))).toBe(false);
  });

  test("the lock of a process that has ended is taken over", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await writeFile(join(folder, ".lock"), `${pid} ${hostname()} 1`);
    expect(await locked(() => Promise.resolve("done"))).toBe("done");
  });

  test("what a set-up that was ended left behind is removed", async () => {
    await mkdir(join(folder, ".draft-1", "node_modules"), { recursive: true });
    await locked(() => Promise.resolve());
    expect(existsSync(join(folder, ".draft-1"))).toBe(false);
  });
});
