import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Row {
  readonly id: string;
  readonly what: string;
  readonly servedBy: readonly string[];
  readonly provedBy: readonly string[];
}

const rows: readonly Row[] = readFileSync("docs/guide.md", "utf8")
  .split("\n")
  .filter((line) => /^\| S\d/u.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replaceAll(/^\| | +\|$/gu, "").trim()))
  .map(([id = "", what = "", files = "", tests = ""]) => ({
    id,
    what,
    servedBy: linksIn(files),
    provedBy: linksIn(tests),
  }));

function linksIn(cell: string): readonly string[] {
  return [...cell.matchAll(/\]\(([^)]+)\)/gu)].map(([, target = ""]) => target);
}

/** Whether a file holds a test at all. */
function hasTests(file: string): boolean {
  return /\btest(?:\.\w+\([^)]*\))*\(/u.test(readFileSync(file, "utf8"));
}

test("the guide has the rows S1 to S157 in their order, and none twice", () => {
  expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 157 }, (_, at) => `S${at + 1}`));
});

test("every row says what it is, in words of its own", () => {
  const sentences = rows.map((row) => row.what);
  expect(sentences.filter((what) => what.length < 10 || !what.endsWith("."))).toEqual([]);
});

test("every row is served by files that are there", () => {
  const links = rows.flatMap((row) => row.servedBy.map((link) => `${row.id} ${link}`));
  expect(rows.filter((row) => row.servedBy.length === 0)).toEqual([]);
  expect(links.filter((link) => !existsSync(join("docs", link.split(" ")[1] ?? "")))).toEqual([]);
});

test("every row is proved by files that hold tests", () => {
  expect(rows.filter((row) => row.provedBy.length === 0)).toEqual([]);
  const files = [...new Set(rows.flatMap((row) => row.provedBy))].map((link) => join("docs", link));
  expect(files.filter((file) => !file.endsWith(".test.ts") || !existsSync(file))).toEqual([]);
  expect(files.filter((file) => !hasTests(file))).toEqual([]);
});
