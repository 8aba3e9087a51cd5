import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPrepared, preparedSettings } from "./prepared-stamp.ts";
import { stampPrepared } from "./stamp-prepared.ts";

let root = "";

async function stamp(startedMs: number): Promise<void> {
  const inputs = ["base.yaml", "missing.yaml", "sealed"];
  await stampPrepared(root, "dev", { inputs, outputs: [], settings: { a: 1 }, startedMs });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-stamp-"));
  await writeFile(join(root, "base.yaml"), "a: 1\n");
  await mkdir(join(root, "sealed"));
  await stamp(Date.now() + 1000);
});
afterEach(() => rm(root, { recursive: true }));

describe("isPrepared", () => {
  test("nothing changed since the stamp", () => {
    expect(isPrepared(root, "dev")).toBe(true);
  });

  test("a new name in a folder is a change", async () => {
    await writeFile(join(root, "sealed/new.yaml"), "");
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("a time set back after a write does not hide it", async () => {
    const { atime, mtime } = await stat(join(root, "base.yaml"));
    await writeFile(join(root, "base.yaml"), "a: 2\n");
    await utimes(join(root, "base.yaml"), atime, mtime);
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("an input that changed while it was read leaves no stamp that fits", async () => {
    const startedMs = Date.now();
    await writeFile(join(root, "base.yaml"), "a: 2\n");
    await stamp(startedMs);
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("another text is a change", async () => {
    await writeFile(join(root, "base.yaml"), "a: 2\n");
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("a file that was missing and is there now is a change", async () => {
    await writeFile(join(root, "missing.yaml"), "");
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("a file that is gone is a change", async () => {
    await rm(join(root, "base.yaml"));
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("another environment has a stamp of its own", () => {
    expect(isPrepared(root, "prod")).toBe(false);
  });

  test("a stamp that was cut short does not count", async () => {
    await writeFile(join(root, ".build/dev/prepared.json"), '{"program": "');
    expect(isPrepared(root, "dev")).toBe(false);
  });

  test("a stamp of another form does not count", async () => {
    await writeFile(join(root, ".build/dev/prepared.json"), '{"program": {}, "files": {}}');
    expect(isPrepared(root, "dev")).toBe(false);
  });
});

describe("preparedSettings", () => {
  test("what was read from a file is known until the file changes", async () => {
    expect(preparedSettings(root, "base.yaml")).toEqual({ a: 1 });
    await writeFile(join(root, "base.yaml"), "a: 2\n");
    expect(preparedSettings(root, "base.yaml")).toBeUndefined();
  });

  test("a change of another input does not matter, and any environment will do", async () => {
    await writeFile(join(root, "missing.yaml"), "");
    await writeFile(join(root, ".build/a.txt"), "");
    await mkdir(join(root, ".build/prod"));
    expect(preparedSettings(root, "base.yaml")).toEqual({ a: 1 });
  });

  test("a file that was not there says nothing", () => {
    expect(preparedSettings(root, "missing.yaml")).toBeUndefined();
    expect(preparedSettings(join(root, "elsewhere"), "base.yaml")).toBeUndefined();
  });
});
