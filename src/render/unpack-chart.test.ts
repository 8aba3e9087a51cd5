import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFiles } from "../host/test-files.ts";
import { locateTemplates } from "./chart-paths.ts";
import { searchChanging } from "./search-sources.ts";
import { unpackCharts } from "./unpack-chart.ts";

const deep = `templates/${"d".repeat(60)}/${"e".repeat(60)}/x.yaml`;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A chart's folder, packed as `helm package` does it. */
function pack(name: string, files: Readonly<Record<string, string | Buffer>>): Buffer {
  writeFiles(join(folder, name), files);
  execFileSync("tar", ["-czf", `${name}.tgz`, "--format=pax", name], { cwd: folder });
  return readFileSync(join(folder, `${name}.tgz`));
}

function unpack(packed: Buffer) {
  return unpackCharts([{ path: "web/charts/db-1.0.0.tgz", text: packed.toString("latin1") }]);
}

test("templates of packed charts are named inside their archive, with the line", () => {
  const inner = pack("inner", { "templates/y.yaml": "{{ uuidv4 }}" });
  const files = unpack(
    pack("db", {
      "Chart.yaml": "name: db\n",
      "charts/inner-1.0.0.tgz": inner,
      [deep]: "é: 1\na: {{ now }}\n",
    }),
  );
  const found = searchChanging(files).map(({ at }) => `${at.file}:${at.line}`);
  expect(found.toSorted()).toEqual([
    "web/charts/db-1.0.0.tgz:charts/inner-1.0.0.tgz:templates/y.yaml:1",
    `web/charts/db-1.0.0.tgz:${deep}:2`,
  ]);
  const chart = { path: "web/Chart.yaml", text: "name: web\n" };
  expect(locateTemplates([chart, ...files])(`web/charts/db/${deep}`)).toBe(
    `web/charts/db-1.0.0.tgz:${deep}`,
  );
});

test("a name that leads out of the archive is only a name", () => {
  mkdirSync(join(folder, "db"));
  writeFileSync(join(folder, "evil.yaml"), "{{ now }}");
  execFileSync("tar", ["-czPf", "evil.tgz", "../evil.yaml"], { cwd: join(folder, "db") });
  const files = unpack(readFileSync(join(folder, "db", "evil.tgz")));
  expect(files.map(({ path }) => path)).toEqual(["web/charts/db-1.0.0.tgz:evil.yaml"]);
});

test.each([
  ["no archive", Buffer.from("text")],
  ["empty", Buffer.alloc(0)],
  ["cut off", gzipSync(Buffer.alloc(700, "a")).subarray(0, 20)],
  ["a header and nothing else", gzipSync(Buffer.alloc(512, "7"))],
  ["a bomb", gzipSync(Buffer.alloc(65 * 1024 * 1024))],
])("what is %s holds no file that counts", (_, packed) => {
  expect(
    unpack(packed)
      .map(({ text }) => text)
      .join(""),
  ).toBe("");
});

test("an entry of less than no bytes does not hold us up", () => {
  const tar = gunzipSync(pack("db", { "Chart.yaml": "name: db\n" }));
  const at = tar.indexOf("ustar") - 257;
  tar.write("-0001000\0\0\0\0", at + 124, "latin1");
  expect(() => unpack(gzipSync(tar))).not.toThrow();
});
