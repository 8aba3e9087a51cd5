import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, constantFrom, oneof, sample, string } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasPrograms } from "../host/test-programs.ts";
import { asMap, isList, isMap, type Value } from "../model/value.ts";
import { formatValues } from "./format-values.ts";
import { resolveLayers } from "./resolve-layers.ts";

const howMany = 1500;
/** The same text each time: a gap that chance finds once in 10,000 is for a longer run by hand. */
const seed = 20;
let chart = "";

beforeAll(() => {
  chart = mkdtempSync(join(tmpdir(), "keelson-reads-"));
  for (const folder of ["templates", "layers"]) mkdirSync(join(chart, folder));
  writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: reads\nversion: 1.0.0\n");
  const each = "{{ $path }}={{ toJson (fromYaml (toString $bytes)) | b64enc }}";
  writeFileSync(
    join(chart, "templates/read.yaml"),
    `read: |{{ range $path, $bytes := .Files.Glob "layers/*" }}\n  ${each}{{ end }}\n`,
  );
});
afterAll(() => rmSync(chart, { recursive: true, force: true }));

const pieces = constantFrom(
  ..."a|b|:| |\n|  |- |[|]|{|}|,|&a |*a|<<: |!!str |\"|'|>\n|>-\n|? |# c|#|...\n|\t|1|0|~|yes".split(
    "|",
  ),
  ..."@|`|%|é|😀|\u2028|\u0085|a: |b: |c: |\n  a: |\n- |null|true|1e3|.|-|+|_|o|e|=|!|&|*|\\|\\n".split(
    "|",
  ),
  ..."\\x41|\\u0085|0x|n|y|on|.inf|.nan|2001-01-01| 12:30:00|TRUE|\n\n|\n   |\"a\": |'b'|\r\n".split(
    "|",
  ),
  "|\n",
  "|+\n",
  "|2\n",
  "---\n",
);
const scalars = string({
  unit: constantFrom(..."0123456789+-._eExob:yYnNtTfF~<=".split("")),
  maxLength: 8,
});
/** Text that looks like YAML, much of it wrong: scalars as values, as keys and in flow style. */
const layers = oneof(
  array(pieces, { maxLength: 25 }).map((parts) => parts.join("")),
  array(scalars, { maxLength: 8 }).map((all) => all.map((one, i) => `k${i}: ${one}\n`).join("")),
  array(scalars, { maxLength: 5 }).map((all) => all.map((one, i) => `${one}: k${i}\n`).join("")),
  array(scalars, { maxLength: 5 }).map((all) => `k: [${all.join(", ")}]\n`),
);

function canonical(value: Value): Value {
  if (isList(value)) return value.map(canonical);
  if (!isMap(value)) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, child]) => [key, canonical(child)]));
}

/** What Helm reads in each file of the chart's folder; undefined for one that it refuses. */
function helmReads(): ReadonlyMap<string, Value | undefined> {
  const { stdout, stderr } = spawnSync("helm", ["template", "reads", chart], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const lines = [...stdout.matchAll(/^ *layers\/([^=]+)=(\S+)$/gmu)];
  if (lines.length === 0) throw new Error(`helm: ${stderr.slice(0, 2000)}`);
  return new Map(
    lines.map(([, name = "", encoded = ""]) => {
      const read = asMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
      return [name, "Error" in read ? undefined : canonical(read)] as const;
    }),
  );
}

test.skipIf(!hasPrograms("helm"))(
  "what we take without a finding Helm reads the same, or refuses (npm run setup installs helm)",
  { timeout: 120_000 },
  () => {
    const taken = new Map<string, { text: string; values: Value }>();
    for (const [index, text] of sample(layers, { numRuns: howMany, seed }).entries()) {
      const { resolved, findings } = resolveLayers([{ file: "a.yaml", text }]);
      if (findings.length > 0) continue;
      taken.set(String(index), { text, values: canonical(resolved.values) });
      writeFileSync(join(chart, "layers", `${index}.read`), text);
      writeFileSync(join(chart, "layers", `${index}.written`), formatValues(resolved));
    }
    const byHelm = helmReads();
    expect(taken.size).toBeGreaterThan(howMany / 4);
    for (const [name, { text, values }] of taken) {
      const read = byHelm.get(`${name}.read`) ?? values;
      const written = byHelm.get(`${name}.written`);
      expect({ text, read, written }).toEqual({ text, read: values, written: values });
    }
  },
);
