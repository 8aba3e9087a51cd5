import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const documented = [...readFileSync("docs/codes.md", "utf8").matchAll(/^\| ([A-Z_]+) /gmu)].map(
  ([, code = ""]) => code,
);
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
