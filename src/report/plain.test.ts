import { expect, test } from "vitest";
import { formatJsonText } from "./json.ts";
import { plain } from "./plain.ts";

/** Would GitHub's runner take a line for a command? Both forms, as its `ActionCommand` reads them. */
function isObeyed(line: string): boolean {
  const isNew = line.trimStart().startsWith("::") && line.trimStart().indexOf("::", 2) > 0;
  return isNew || /##\[[^\]]+\]/u.test(line);
}

test.each([
  "::add-mask::x",
  "a\n  ::set-output name=a::b",
  "\t::ERROR file=a,line=1::b",
  "says ##[add-mask]x",
  "##[set-env name=PATH]x\n##[group]",
])("%j is nothing that a workflow's runner obeys", (text) => {
  expect(text.split("\n").some(isObeyed)).toBe(true);
  expect(plain(text).split("\n").some(isObeyed)).toBe(false);
  const json = formatJsonText({ text });
  expect(json.split("\n").some(isObeyed)).toBe(false);
  expect(JSON.parse(json)).toEqual({ text });
});

test.each(["::/0", "::1", "a::b", "# heading", "[##]", "line\n\tline"])(
  "%j stays as it is",
  (text) => {
    expect(plain(text)).toBe(text);
  },
);
