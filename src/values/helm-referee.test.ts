import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  array,
  assert,
  constantFrom,
  double,
  letrec,
  maxSafeInteger,
  oneof,
  property,
  string,
  tuple,
  uniqueArray,
  type Arbitrary,
} from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasPrograms } from "../host/test-programs.ts";
import { asMap, isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { formatValues } from "./format-values.ts";
import { resolveLayers } from "./resolve-layers.ts";

/** Each case is three files' text below one key: the chart's defaults and two layers. */
type Case = readonly [defaults: string, below: string, above: string];

function words(text: string): readonly string[] {
  return text.split(" ");
}

const mostCasesPerRun = 40;
const runs = 5;
let chart = "";

beforeAll(() => {
  chart = mkdtempSync(join(tmpdir(), "keelson-referee-"));
  mkdirSync(join(chart, "templates"));
  writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: referee\nversion: 1.0.0\n");
  writeFileSync(join(chart, "templates/values.yaml"), "values: {{ toJson .Values | b64enc }}\n");
});
afterAll(() => rmSync(chart, { recursive: true, force: true }));

const plainScalars = constantFrom(
  "with space",
  ...words("1e3 0.10 1. .5 +1 -0 0 0x1F -2E+05 1e21 1e-7 123456789.0 9007199254740991 1E6 3.0e2"),
  ...words("-9007199254740991 100000000000000000000.0 2001-01-01 2001-01-01T10:00:00Z 1:30 1.2.3"),
  ...words("190:20:30 8080:80 v1 true True FALSE null ~ Null text 0.1.0 nope yesterday 0x _1 1_a"),
  ...words("ключ 日本語 1e3.5 123e .5.5 a/b x@y 10m 512Mi 50% app.kubernetes.io/name"),
);
const texts = oneof(
  string({ unit: "grapheme", maxLength: 12 }),
  string({ unit: "binary", maxLength: 6 }),
  constantFrom("a\nb\n", " a", "a ", "a\n\nb", "\ta", "\u0085", "\u2028x", "\ufeff", "- a", "a: b"),
  constantFrom(
    ...words("yes on y 012 0b11 0o17 1_000 2001-01-01 1e3 ~ null << = # @ 1:30 true .inf"),
  ),
  constantFrom(
    ...words("9007199254740993 0x1F !x &a *a % '' \" a#b a:b ? - : , [ ] { } | > ` 1. .5 +1"),
  ),
);
const numbers = oneof(
  maxSafeInteger().map(String),
  double({ noNaN: true, noDefaultInfinity: true }).map((value) =>
    /[.e]/u.test(String(value)) ? String(value) : `${value}.0`,
  ),
);
/** Written as another program would: every character that could matter is escaped. */
const quotedTexts = texts.map((text) =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/gu,
    (char) => `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  ),
);
/** Each key has one shape, so that few layers clash and Helm can be asked about the rest. */
const leafKeys = constantFrom(
  "a",
  "b",
  "__proto__",
  "8080",
  '"a.b"',
  '"yes"',
  '"<<"',
  "with space",
);
const mapKeys = constantFrom(
  "c",
  "d",
  "constructor",
  "ключ",
  '"x/z"',
  '"~t"',
  '"012"',
  '""',
  '"1e3"',
);

type Entry = [key: string, text: string];

/** YAML in flow style; `*M`, `*L` and `*S` are a map, a list and a scalar. */
const nodes = letrec<{ leaf: string; map: string; list: string; entry: Entry }>((tie) => ({
  leaf: oneof(
    { depthSize: "small", withCrossShrink: true },
    plainScalars,
    quotedTexts,
    numbers,
    constantFrom("*L", "*S", "null", "[]"),
    tie("list"),
  ),
  list: array(oneof({ depthSize: "small" }, tie("leaf"), tie("map"), constantFrom("*M")), {
    maxLength: 4,
  }).map((items) => `[${items.join(", ")}]`),
  map: tuple(
    constantFrom("", "", "", "<<: *M", "<<: [*M, {b: 5, d: {z: 6}}]"),
    uniqueArray(tie("entry"), { maxLength: 5, selector: ([key]) => key }),
  ).map(([merge, entries]) => {
    const pairs = entries.map(([key, value]) => `${key}: ${value}`);
    return `{${(merge === "" ? pairs : [merge, ...pairs]).join(", ")}}`;
  }),
  entry: oneof(
    { depthSize: "small" },
    tuple(leafKeys, tie("leaf")),
    tuple(mapKeys, constantFrom("*M", "null", "{}")),
    tuple(mapKeys, tie("map")),
  ),
}));

/** A layer with a part in flow style, a part in block style, and anchors of its own. */
const layer = tuple(
  nodes.map,
  uniqueArray(nodes.entry, { maxLength: 6, selector: ([key]) => key }),
).map(([flow, entries]) => {
  const block = entries.map(([key, value]) => `    ${key}: ${value}\n`).join("");
  const anchors = `  anchors: {m: &M {a: 1, c: {a: 2}}, l: &L [1, {a: 2}], s: &S text}\n`;
  return `${anchors}  flow: ${flow}\n  block:${block === "" ? " {}\n" : `\n${block}`}`;
});
const cases: Arbitrary<Case> = tuple(layer, layer, layer);

function resolve(...layers: readonly string[]) {
  return resolveLayers(layers.map((text, index) => ({ file: `${index}.yaml`, text })));
}

/** Layers whose shapes clash are refused by us, so Helm is not asked about them. */
function isMergeable(one: Case): boolean {
  const { findings } = resolve(...one.map((text) => `case:\n${text}`));
  const other = findings.filter(({ code }) => code !== "VALUES_SHAPE");
  expect({ one, other }).toEqual({ one, other: [] });
  return findings.length === 0;
}

function join3(batch: readonly Case[], index: 0 | 1 | 2): string {
  return batch.map((one, number) => `case${number}:\n${one[index]}`).join("");
}

function helmValues(files: readonly string[]): ValueMap {
  const flags = files.flatMap((text, index) => {
    const path = join(chart, `layer${index}.txt`);
    writeFileSync(path, text);
    return ["--values", path];
  });
  const { stdout, stderr } = spawnSync("helm", ["template", "referee", chart, ...flags], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const encoded = /^values: (.*)$/mu.exec(stdout)?.[1];
  if (encoded === undefined) throw new Error(`helm: ${stderr.slice(0, 2000)}`);
  return asMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
}

function withoutNulls(value: Value): Value {
  if (isList(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNulls(child)]));
}

test.skipIf(!hasPrograms("helm"))(
  "the merged file means to Helm what the layers mean to it, and to us (npm run setup installs helm)",
  { timeout: 120_000 },
  () => {
    let compared = 0;
    const batches = array(cases, { minLength: 20, maxLength: mostCasesPerRun, size: "max" });
    assert(
      property(batches, (all) => {
        const batch = all.filter(isMergeable);
        compared += batch.length;
        writeFileSync(join(chart, "values.yaml"), join3(batch, 0));
        const below = join3(batch, 1);
        const above = join3(batch, 2);
        const byHelm = helmValues([below, above]);
        const merged = formatValues(resolve(below, above).resolved);
        expect(helmValues([merged])).toEqual(byHelm);
        const ours = resolve(join3(batch, 0), merged).resolved.values;
        expect(withoutNulls(byHelm)).toEqual(withoutNulls(ours));
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(100);
  },
);
