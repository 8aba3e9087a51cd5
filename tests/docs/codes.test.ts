import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/codes.md", "utf8");
const rows = [...page.matchAll(/^\| ([A-Z_]+) .*\|$/gmu)].map(([row]) =>
  row
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim()),
);
const documented = rows.map(([code = ""]) => code);
/** Environment variables that begin like a code. */
const variable =
  /^CONFIG_STORAGE_TOPIC$|^GIT_(?:SSH|CONFIG|COMMITTER|AUTHOR|TERMINAL|ALLOW|DIR|INDEX)/u;
const families = new Set(documented.map((code) => code.split("_", 1)[0]));
const inSources = new Set(
  globSync("{src,tools}/**/*.ts", { exclude: ["**/*.test.ts"] })
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"([A-Z]+(?:_[A-Z]+)*)"/gu)])
    .map(([, word = ""]) => word)
    .filter((word) => families.has(word.split("_", 1)[0]) && !variable.test(word)),
);

test("every code in the sources has a row", () => {
  expect([...inSources].filter((code) => !documented.includes(code))).toEqual([]);
});

test("every row is of a code in the sources", () => {
  expect(documented.filter((code) => !inSources.has(code))).toEqual([]);
});

test("rows are sorted and none stands twice", () => {
  expect(documented).toEqual([...new Set(documented)].toSorted());
});

/** Four cells that are filled, with a level, and sentences without their end. */
function isWhole([, level = "", means = "", mend = "", ...more]: readonly string[]): boolean {
  return (
    /^(?:error|warning|exit \d+(?: or \d+)?)$/u.test(level) &&
    more.length === 0 &&
    [means, mend].every((text) => text.length > 8 && !text.endsWith(".")) &&
    mend !== means
  );
}

test("every row says how bad it is, what it means and what to do, in one form", () => {
  expect(rows.filter((row) => !isWhole(row))).toEqual([]);
});
