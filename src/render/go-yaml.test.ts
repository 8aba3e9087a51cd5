import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hasPrograms } from "../host/test-programs.ts";
import type { Manifest } from "../model/manifest.ts";
import type { ValueMap } from "../model/value.ts";
import { formatManifest, formatManifestForLog } from "./format-manifest.ts";
import { readDocument } from "./read-document.ts";

const scalars =
  `yes y Y on NO n True tRUE ~ Null 0777 0o777 08 1_000 0x1F 0b11 -0b11 +5 1:30 12:30:45 1e3
1e400 1. .5 1_0.5 2001-01-01 2001-01-01T00:00:00Z 1.0 1e21 1e-7 0.1 1E5 5e = << !!str_5 !!float_5 !foo_5 0 -0
00 0.0 0x 1__0 _1 0X1F 0B1 1e+3 1.e3 +.5 1_ 0_7 0o_7 0O7 0x1_F 1.5_0 1e1_0 0x1p4 1p4 infinity 0b 0b2 -0x1F
-0777 07_7 09.5 1E400 .inf -.INF .nan .NaN "y" 'no' "\\x41" 'it''s' !!binary_aGVsbG8= 1.2.3 10Gi nan`
    .split(/\s+/)
    .map((scalar) => scalar.replace(/^(!!?[a-z]+)_/, "$1 "));
const documents = [
  scalars.flatMap((scalar) => [`a: ${scalar}`, `[${scalar}]`]),
  ["on: 1", "5: 1", "5.0: 1", "1.5: 1", "y: 0", "2001-01-01: 3", "~: 1", "{a: {x: 1, x: 2}}"],
  ["{<<: {z: 1}, k: 2}", "{<<: [{z: 1}, {z: 2, w: 3}], z: 4}", "a: &x [1]\nb: *x", "[a]: 1"],
  ["a: |\n  b\n\n  c\n\n", "a: >-\n  b\n  c\n\n  d", "a: |+\n  b\n\n", "a: |2\n    b\n   c"],
  ["# only a comment", "a: b # c", "a: 'x\n  y'", "a: b\n  c", "a: {b: c", "\ta: b", "a: b: c"],
].flat();

/** What the runner of a GitHub workflow would obey, if it were printed as it is. */
const command = fc
  .array(
    fc.constantFrom("::", "warning", " a=b", "##[", "]", "\n", "  ", "\t", "\u00a0", "\r", "x"),
  )
  .map((parts) => parts.join(""));

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.constantFrom(...scalars),
  fc.array(fc.string({ maxLength: 12 }), { maxLength: 5 }).map((lines) => lines.join("\n")),
  fc.stringMatching(/^[ \n\tab:#-]{1,12}$/),
  command,
);
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((each) => !Number.isInteger(each) || Number.isSafeInteger(each) || Math.abs(each) > 2e19);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const isKept = (key: string): boolean => key !== "__proto__";
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(text.filter(isKept), tie("tree"), { maxKeys: 4 }),
  ),
}));

describe("formatManifestForLog", () => {
  test("writes no line that the runner of a workflow obeys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(command, text).filter(isKept), tree), (body) => {
        const lines = formatManifestForLog(manifestOf(clean(body))).split(/\r\n|\r|\n/u);
        expect(lines.filter((line) => /^\s*::|##\[/u.test(line))).toEqual([]);
      }),
    );
  });

  test("is what is committed where there is no such line", () => {
    const quiet = manifestOf({ data: { a: "b: c\n# d\n", e: "::1", f: "x\ny::z\n" } });
    expect(formatManifestForLog(quiet)).toBe(formatManifest(quiet));
  });
});

function manifestOf(body: ValueMap): Manifest {
  return { identity: { group: "", kind: "A", name: "a" }, release: "r", body };
}

describe.skipIf(!hasPrograms("helm"))(
  "reading and writing YAML as helm does (npm run setup installs it)",
  () => {
    let folder = "";

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "keelson-yaml-"));
      mkdirSync(join(folder, "templates"));
      mkdirSync(join(folder, "in"));
      writeFileSync(join(folder, "Chart.yaml"), "apiVersion: v2\nname: y\nversion: 1.0.0\n");
      // `fromYaml` reads maps only, so each document is put under a key.
      const template =
        '{{ range $path, $_ := .Files.Glob "in/*" }}#{{ $path | base }} {{ $.Files.Get $path | fromYaml | toJson | b64enc }}\n{{ end }}';
      writeFileSync(join(folder, "templates", "x.yaml"), template);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    function readByHelm(texts: readonly string[]): readonly unknown[] {
      rmSync(join(folder, "in"), { recursive: true });
      mkdirSync(join(folder, "in"));
      for (const [index, each] of texts.entries())
        writeFileSync(join(folder, "in", `${index}`), each);
      const run = spawnSync("helm", ["template", folder], { encoding: "utf8", maxBuffer: 1e9 });
      expect(run.stderr).toBe("");
      const read = new Map<number, unknown>();
      for (const line of run.stdout.split("\n")) {
        const found = /^#(\d+) (.*)$/.exec(line);
        if (found !== null)
          read.set(Number(found[1]), JSON.parse(Buffer.from(found[2] ?? "", "base64").toString()));
      }
      return texts.map((_, index) => read.get(index));
    }

    test("every scalar and key means what it means to helm", () => {
      const wrapped = documents.map((each) => `root:\n${each.replace(/^(?!#)/gm, "    ")}\n`);
      const answers = readByHelm(wrapped);
      const ours = wrapped.map((each) => {
        const read = readDocument(each);
        return "value" in read ? read.value : "refused";
      });
      const theirs = answers.map((answer) =>
        typeof answer === "object" && answer !== null && "Error" in answer ? "refused" : answer,
      );
      for (const [index, each] of wrapped.entries()) {
        expect([each, ours[index]]).toEqual([each, theirs[index]]);
      }
    });

    test.each(
      [formatManifest, formatManifestForLog].map((format) => [format.name, format] as const),
    )("what %s writes reads the same for helm and for readers of YAML 1.1 and 1.2", (_, format) => {
      const bodies = fc.sample(
        fc.dictionary(text.filter(isKept), tree, { minKeys: 1, maxKeys: 5 }),
        2000,
      );
      const texts = bodies.map((body) => format(manifestOf(clean(body))));
      const answers = readByHelm(texts);
      for (const [index, written] of texts.entries()) {
        const body: unknown = JSON.parse(JSON.stringify(bodies[index]));
        const readings: readonly unknown[] = [
          load(written),
          parse(written, { version: "1.1" }),
          parse(written),
        ];
        expect([written, answers[index], ...readings]).toEqual([written, body, body, body, body]);
      }
    });
  },
);

/** As JSON has it: without -0 and without prototypes. */
function clean(body: unknown): ValueMap {
  const read = readDocument(JSON.stringify(body));
  if ("value" in read && typeof read.value === "object" && read.value !== null) {
    return Object.fromEntries(Object.entries(read.value));
  }
  throw new Error(JSON.stringify([body, read]));
}
