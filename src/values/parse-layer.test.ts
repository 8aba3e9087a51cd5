import { describe, expect, test } from "vitest";
import { parseLayer } from "./parse-layer.ts";

function codes(text: string): string[] {
  const { findings } = parseLayer({ file: "a.yaml", text });
  return findings.map(({ code, at }) => `${code} ${at.line ?? 0}:${at.column ?? 0}`);
}

function bomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const content = level === 0 ? "1" : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array.from({ length: 10 }, () => content).join(", ")}]\n`;
  });
  return lines.join("");
}

describe("parseLayer", () => {
  test.each([
    ["yes", 'write "yes" or true'],
    ["On", 'write "On" or true'],
    ["y", 'write "y" or true'],
    ["OFF", 'write "OFF" or false'],
    ["012", 'write "012", 10 or 12'],
    ["089", 'write "089" or 89'],
    ["0o17", 'write "0o17" or 15'],
    ["0b11", 'write "0b11" or 3'],
    ["0b-1", 'write "0b-1"'],
    ["-0x10", 'write "-0x10" or -16'],
    ["1_000", 'write "1_000" or 1000'],
    [".1_5", 'write ".1_5" or 0.15'],
    ["9007199254740993", 'write "9007199254740993"'],
    ["1e400", 'write "1e400"'],
    [".inf", 'write a number, or ".inf" where text is meant'],
    ["-.INF", 'write a number, or "-.INF" where text is meant'],
    [".nan", 'write a number, or ".nan" where text is meant'],
  ])("refuses %s as a value, and says what to write", (source, fix) => {
    const { findings } = parseLayer({ file: "a.yaml", text: `a:\n  - ${source}\n` });
    expect(findings).toMatchObject([
      { code: "VALUES_YAML_TRAP", at: { file: "a.yaml", line: 2, column: 5 }, fix },
    ]);
  });

  test.each(["yes", "y", "012", "1_000", "9007199254740993", "1.50", "1e3", "true", "~", "0x1F"])(
    "refuses %s as a key",
    (source) => {
      expect(codes(`a:\n  ${source}: 1\n`)).toEqual(["VALUES_YAML_TRAP 2:3"]);
      expect(codes(`a:\n  "${source}": 1\n`)).toEqual([]);
    },
  );

  test.each([
    '"yes"',
    "'012'",
    "!!str 012",
    "nope",
    "1.2.3",
    "10m",
    "2001-01-01",
    "8080:80",
    "|\n  on",
  ])("takes %s", (source) => {
    expect(codes(`a: ${source}\n`)).toEqual([]);
  });

  test("keys that only code knows are plain keys", () => {
    const { root } = parseLayer({ file: "a.yaml", text: "__proto__: {x: 1}\nconstructor: 2\n" });
    expect(JSON.stringify(root?.value)).toBe('{"__proto__":{"x":1},"constructor":2}');
  });

  test.each([
    ["a line break of YAML 1.1 in text", "a: x\u2028y\n", "VALUES_YAML_TRAP 1:5"],
    ["a line break of YAML 1.1 in a comment", "a: 1 # x\u0085b: 2\n", "VALUES_YAML_TRAP 1:9"],
    ["a key without a space behind it", "a: [b:, c]\n", "VALUES_YAML_TRAP 1:5"],
    ["a key tight to a list", "a: {b:[1]}\n", "VALUES_YAML_TRAP 1:5"],
    ["text that the file's end cuts", "a: |\n  b", "VALUES_YAML_TRAP 1:4"],
    ["a tab", "a:\n\tb: 1\n", "VALUES_YAML 2:1"],
    ["a slip of syntax", "a: [1\nb: 2\n", "VALUES_YAML 2:1"],
    ["a second document", "a: 1\n---\nb: 2\n", "VALUES_SECOND_DOCUMENT 2:1"],
    ["a key set twice", "a: 1\nb: 2\na: 3\n", "VALUES_DUPLICATE_KEY 3:1"],
    ["a number and its text as keys", '80: 1\n"80": 2\n', "VALUES_DUPLICATE_KEY 2:1"],
    ["two merge keys", "a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", "VALUES_DUPLICATE_KEY 4:3"],
    ["a merge key below what it sets", "a: {x: 1, <<: {x: 2}}\n", "VALUES_YAML_TRAP 1:11"],
    ["a merge of no map", "a: {<<: 1}\n", "VALUES_YAML 1:9"],
    ["a list at the top", "- a\n", "VALUES_SHAPE 1:1"],
    ["text at the top", "hello\n", "VALUES_SHAPE 1:1"],
    ["a map as a key", "? {a: 1}\n: 2\n", "VALUES_KEY 1:3"],
    ["an alias as a key", "a: &a x\n*a : 2\n", "VALUES_KEY 2:1"],
    ["an unknown alias", "a: *b\n", "VALUES_YAML 1:4"],
    ["a tag", "a: !!binary aGk=\n", "VALUES_YAML_TAG 1:13"],
    ["a tag on a key", "!!str <<: {a: 1}\n", "VALUES_YAML_TAG 1:7"],
    ["a tag of one's own", "a: !Ref x\n", "VALUES_YAML_TAG 1:9"],
    ["YAML 1.1", "%YAML 1.1\n---\na: 1\n", "VALUES_YAML 1:1"],
    ["an alias of itself", "a: &a [*a]\n", "VALUES_ALIAS_BOMB 1:8"],
    ["an alias bomb", bomb(9), "VALUES_ALIAS_BOMB 5:10"],
    ["deep nesting", `a: ${"[".repeat(500)}${"]".repeat(500)}\n`, "VALUES_TOO_DEEP 1:204"],
    ["nesting without end", "[".repeat(50_000), "VALUES_TOO_DEEP 0:0"],
    ["10 MiB and more", `a: ${"x".repeat(10 * 1024 * 1024)}\n`, "VALUES_TOO_BIG 0:0"],
  ])("refuses %s", (_, text, finding) => {
    expect(codes(text)).toEqual([finding]);
  });

  test("finds everything in a file at once", () => {
    expect(codes("a: yes\nb: 012\na: 1\n")).toHaveLength(3);
  });

  test.each(["", "# nothing\n", "---\n", "null\n", "\ufeff"])("takes %j as empty", (text) => {
    expect(parseLayer({ file: "a.yaml", text })).toEqual({ findings: [] });
  });

  test("takes a byte order mark and Windows line ends", () => {
    const { root, findings } = parseLayer({ file: "a.yaml", text: "\ufeffa: 1\r\nb: x\r\n" });
    expect(findings).toEqual([]);
    expect(root?.value).toEqual({ a: 1, b: "x" });
  });
});
