import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPrepared, stampPrepared } from "./prepared-stamp.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-stamp-"));
  await writeFile(join(root, "base.yaml"), "a: 1\n");
  await stampPrepared(root, "dev", ["base.yaml", "missing.yaml"]);
});
afterEach(() => rm(root, { recursive: true }));

describe("isPrepared", () => {
  test("nothing changed since the stamp", () => {
    expect(isPrepared(root, "dev")).toBe(true);
  });

  test("a file that was touched and says the same is unchanged", async () => {
    await utimes(join(root, "base.yaml"), 1, 1);
    expect(isPrepared(root, "dev")).toBe(true);
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
});
