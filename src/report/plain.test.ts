import { expect, test } from "vitest";
import { formatJsonText } from "./json.ts";
import { plain } from "./plain.ts";
import { isObeyed } from "./test-obeyed.ts";

test.each([
  "::add-mask::x",
  "a\n  ::set-output name=a::b",
  "\t::ERROR file=a,line=1::b",
  "says ##[add-mask]x",
  "##[set-env name=PATH]x\n##[group]",
  "::add-mask \u2028::x",
  "::add-mask:\u200b:x",
])("%j is nothing that a workflow's runner obeys", (text) => {
  expect(text.split("\n").some(isObeyed)).toBe(true);
  expect(plain(text).split("\n").some(isObeyed)).toBe(false);
  const json = formatJsonText({ text });
  expect(json.split("\n").some(isObeyed)).toBe(false);
  expect(JSON.parse(json)).toEqual({ text });
});

test("a long text of line separators is read in one go", () => {
  const text = "\u2028::a".repeat(100_000);
  expect(plain(text)).toBe(`\uFFFD${text}`);
});

test.each(["::/0", "::1", "a::b", "# heading", "[##]", "line\n\tline"])(
  "%j stays as it is",
  (text) => {
    expect(plain(text)).toBe(text);
  },
);
