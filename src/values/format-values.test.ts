import {
  array,
  assert,
  constantFrom,
  dictionary,
  double,
  letrec,
  oneof,
  property,
  string,
} from "fast-check";
import { load, YAML11_SCHEMA } from "js-yaml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { ResolvedValues } from "../model/layer.ts";
import type { ValueMap } from "../model/value.ts";
import { formatValues } from "./format-values.ts";
import { resolveLayers } from "./resolve-layers.ts";

function resolved(values: ValueMap): ResolvedValues {
  return { values, origins: new Map() };
}

const words =
  "yes No on y 012 0o17 0b11 1_000 1:30 2001-01-01 1e3 ~ null << = true .inf 0x1F - ? a:b #".split(
    " ",
  );
const texts = oneof(
  string({ unit: "binary" }),
  string({ unit: "grapheme" }),
  constantFrom(...words),
);
const keys = oneof(texts, constantFrom("a", "b", "__proto__", "constructor", ""));
const { map } = letrec<{ value: ValueMap[string]; map: ValueMap }>((tie) => ({
  value: oneof(
    { depthSize: "small", withCrossShrink: true },
    texts,
    double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    constantFrom(null, true, false, 0, -1, 9007199254740991),
    array(tie("value"), { maxLength: 4 }),
    tie("map"),
  ),
  map: dictionary(keys, tie("value"), { maxKeys: 5, noNullPrototype: true }),
}));

test("readers of YAML 1.1 and 1.2 read the values that were written", () => {
  assert(
    property(map, (values) => {
      const text = formatValues(resolved(values));
      expect(JSON.stringify(parse(text))).toBe(JSON.stringify(values));
      expect(JSON.stringify(load(text, { schema: YAML11_SCHEMA }))).toBe(JSON.stringify(values));
    }),
    { numRuns: 500 },
  );
});

test("what we wrote we take without a finding, and write the same again", () => {
  assert(
    property(map, (values) => {
      const text = formatValues(resolved(values));
      const again = resolveLayers([{ file: "a.yaml", text }]);
      expect(again.findings).toEqual([]);
      expect(formatValues(again.resolved)).toBe(text);
    }),
  );
});

test("a layer merged onto itself changes nothing", () => {
  assert(
    property(map, (values) => {
      const layer = { file: "a.yaml", text: formatValues(resolved(values)) };
      expect(resolveLayers([layer, layer]).resolved.values).toEqual(
        resolveLayers([layer]).resolved.values,
      );
    }),
  );
});

test("nested lists and maps stand in block style", () => {
  const values = { a: { b: [], c: {} }, l: [1, [2, [3]], { x: 1, z: [1] }], t: "a\nb\n" };
  expect(formatValues(resolved(values), { head: ["first", "second"] })).toBe(
    [
      "# first",
      "# second",
      "a:",
      "  b: []",
      "  c: {}",
      "l:",
      "  - 1",
      "  - - 2",
      "    - - 3",
      "  - x: 1",
      "    z:",
      "      - 1",
      't: "a\\nb\\n"',
      "",
    ].join("\n"),
  );
  expect(formatValues(resolved({}))).toBe("{}\n");
});
