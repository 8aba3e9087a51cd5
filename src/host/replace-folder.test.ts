import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFolder, replaceFolder } from "./replace-folder.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "replace-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function target(): string {
  return join(root, "out", "prod");
}

test("a folder holds exactly what was given last", async () => {
  await replaceFolder(
    target(),
    new Map([
      ["a/x.yaml", "1"],
      ["b.yaml", "2"],
    ]),
  );
  await replaceFolder(target(), new Map([["a/y.yaml", "3"]]));
  expect([...(await readFolder(target()))]).toEqual([["a/y.yaml", "3"]]);
  expect(readdirSync(join(root, "out"))).toEqual(["prod"]);
});

test("a write that fails in the middle leaves what was there, and nothing else", async () => {
  await replaceFolder(target(), new Map([["a.yaml", "1"]]));
  // A file cannot be a folder too: the second one cannot be written.
  const impossible = new Map([
    ["a", "2"],
    ["a/b.yaml", "3"],
  ]);
  await expect(replaceFolder(target(), impossible)).rejects.toMatchObject({
    code: "OUTPUT_UNWRITABLE",
  });
  expect(readFileSync(join(target(), "a.yaml"), "utf8")).toBe("1");
  expect(readdirSync(join(root, "out"))).toEqual(["prod"]);
});

test("a folder with files of others is refused", async () => {
  mkdirSync(target(), { recursive: true });
  writeFileSync(join(target(), "mine"), "x");
  await expect(replaceFolder(target(), new Map())).rejects.toMatchObject({
    code: "OUTPUT_NOT_OURS",
  });
  expect(readdirSync(target())).toEqual(["mine"]);
});
