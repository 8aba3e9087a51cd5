import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonMembers } from "./json-text.ts";
import { remoteProperty } from "./remote-property.ts";

function read(stored: string, property?: string): string {
  const found = remoteProperty(Buffer.from(stored), property);
  return found.kind === "found" ? Buffer.from(found.bytes).toString() : found.kind;
}

describe("remoteProperty", () => {
  test.each([
    ["no property is the whole text", '{"a": 1}', undefined, '{"a": 1}'],
    ["a text is unquoted", String.raw`{"a":"x\n\"y\""}`, "a", 'x\n"y"'],
    [
      "a name with dots is tried as it stands first",
      '{"a.b":"dots","a":{"b":"path"}}',
      "a.b",
      "dots",
    ],
    ["then dots are a path", '{"a":{"b":"path"}}', "a.b", "path"],
    ["a list item has its index", '{"a":["x","y"]}', "a.1", "y"],
    ["null is there and empty", '{"a":null}', "a", ""],
    ["a whole number keeps its digits", '{"a":12345678901234567890}', "a", "12345678901234567890"],
    ["an exponent is written out", '{"a":1e21}', "a", "1000000000000000000000"],
    ["so is a small one", '{"a":-1.5e-7}', "a", "-0.00000015"],
    ["a truth value is text", '{"a":true}', "a", "true"],
    ["nested JSON keeps its spelling", '{"a": {"b" :1.0} }', "a", '{"b" :1.0}'],
    ["the first of two equal names counts", '{"a":"1","a":"2"}', "a", "1"],
    ["what is not there is missing", '{"a":1}', "b", "missing"],
    ["plain text has no properties", "hunter2", "a", "not-json"],
    ["a query is for the operator alone", '{"a":[1]}', "a.#", "unknown"],
  ])("%s", (_title, ...row) => {
    const [stored = "", property, wanted] = row;
    expect(read(stored, property)).toBe(wanted);
  });

  test("a missing property comes with those that are there", () => {
    const found = remoteProperty(Buffer.from('{"accessKey":"x","secret_key":"y"}'), "secretKey");
    expect(found).toEqual({ kind: "missing", keys: ["accessKey", "secret_key"] });
  });
});

test("the members of any JSON object parse to what JSON.parse says", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(0, 2),
      (map, indent) => {
        const text = JSON.stringify(map, null, indent);
        const parsed: unknown = JSON.parse(text);
        const members = jsonMembers(text).map(({ key, raw }) => [key, parsedRaw(raw)] as const);
        expect(Object.fromEntries(members)).toEqual(parsed);
      },
    ),
  );
});

function parsedRaw(raw: string): unknown {
  return JSON.parse(raw);
}
