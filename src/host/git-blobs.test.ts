import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBlobs } from "./git-blobs.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keelson-blobs-"));
  git("init", "--quiet", "--bare", ".");
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

function blob(bytes: string | Uint8Array): string {
  const args = ["hash-object", "-w", "--stdin"];
  return execFileSync("git", args, { cwd: folder, input: bytes, encoding: "utf8" }).trim();
}

test("what is no text, or not there, leaves the texts beside it whole", async () => {
  const names = [
    blob(Uint8Array.of(0xff, 0xfe, 0x0a, 0x00, 0x80)),
    blob("caf\u00e9\n"),
    "0".repeat(40),
    git("hash-object", "-w", "-t", "tree", "/dev/null"),
    blob(""),
    "HEAD:a b",
    blob("a: 1\n"),
  ];
  const texts = await readBlobs({ folder }, names);
  expect(texts.slice(1)).toEqual(["caf\u00e9\n", undefined, undefined, "", undefined, "a: 1\n"]);
});
