import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findNeedles, indexNeedles } from "./find-needles.ts";
import { needlesOf } from "./needle.ts";

const value = 'hunter2>>>>>>&"x"+/ü\\9';
const bytes = Buffer.from(value);

function forms(text: string, known = value): readonly string[] {
  const index = indexNeedles(needlesOf({ what: "key a of b", value: Buffer.from(known) }));
  const found = findNeedles({ file: "f", bytes: Buffer.from(text) }, index);
  return found.map(({ says, at }) => `${says.replace(/.*\((.*)\)/, "$1")}:${at.line ?? 0}`);
}

describe("a known value is found", () => {
  test.each([
    ["as it is", `password: ${value}`, "plain:1"],
    ["on a later line", `a\nb\n${value}`, "plain:3"],
    ["in base64", bytes.toString("base64"), "base64:1"],
    ["in base64 after one byte", Buffer.from(`u${value}-end`).toString("base64"), "base64:1"],
    ["in base64 after two bytes", Buffer.from(`u:${value}-end`).toString("base64"), "base64:1"],
    ["in base64 for URLs", Buffer.from(`u:${value}-end`).toString("base64url"), "base64url:1"],
    ["in hex", bytes.toString("hex"), "hex:1"],
    ["in upper-case hex", bytes.toString("hex").toUpperCase(), "hex:1"],
    ["in a URL", `postgres://u:${encodeURIComponent(value)}@h`, "URL:1"],
    ["in JSON", JSON.stringify({ a: value }), "JSON:1"],
  ])("%s", (_title, text, wanted) => {
    expect(forms(text)).toEqual([wanted]);
  });

  test("line by line when it has several, however they are indented", () => {
    const known = "first line is short\nthe second line is long enough to count\n";
    expect(forms("  x: |\n    the second line is long enough to count\n", known)).toEqual([
      "plain:2",
    ]);
  });

  test("wherever it stands in base64 of anything", () => {
    const around = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(
        around,
        fc.uint8Array({ minLength: 10, maxLength: 40 }),
        around,
        (before, secret, after) => {
          const index = indexNeedles(needlesOf({ what: "w", value: secret }));
          fc.pre(index.size > 0);
          const text = Buffer.concat([before, secret, after]).toString("base64");
          expect(findNeedles({ file: "f", bytes: Buffer.from(text) }, index)).toHaveLength(1);
        },
      ),
    );
  });
});

test("one finding for each value and file, and never the value", () => {
  const text = `${value}\n${bytes.toString("base64")}\n${value}`;
  const index = indexNeedles(needlesOf({ what: "key a of b", value: bytes }));
  const found = findNeedles({ file: "f", bytes: Buffer.from(text) }, index);
  expect(found).toMatchObject([{ code: "SECRET_LEAKED", at: { file: "f", line: 1 } }]);
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

test.each(["test", "postgres", "5432", "", "abcdefg"])("%j is no needle", (word) => {
  expect(needlesOf({ what: "w", value: Buffer.from(word) })).toEqual([]);
});

test("2,500 needles are looked for in 20 MiB at once", () => {
  const index = indexNeedles(
    Array.from({ length: 250 }, (_, at) =>
      needlesOf({ what: `${at}`, value: Buffer.from(`secret-${at}-value-${at * 7919}`) }),
    ).flat(),
  );
  const text = Buffer.alloc(20 * 1024 * 1024, "lorem ipsum dolor sit amet 0123456789\n");
  expect(findNeedles({ file: "f", bytes: text }, index)).toEqual([]);
});
