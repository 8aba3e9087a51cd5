import { loadAll } from "js-yaml";
import { checkManifests } from "../../src/check/check-manifests.ts";
import { chooseKinds } from "../../src/check/schema/choose-kinds.ts";
import { readKindSchemas } from "../../src/cli/steps/check/read-kind-schemas.ts";
import { parseRender } from "../../src/render/parse-render.ts";
import { manyManifests } from "./many-manifests.ts";

/** Prints what `check-manifests.ts` compares: run in a process of its own, so that its memory is its own. */
const count = Number(process.argv[2] ?? "10000");
const text = manyManifests(count);
const schemas = await readKindSchemas(chooseKinds("bench", {}).files);
const parseMs: number[] = [];
for (let run = 0; run < 3; run += 1) parseMs.push(timeMs(() => loadAll(text)));
const { manifests } = parseRender(text);
const checkMs: number[] = [];
let findings = 0;
for (let run = 0; run < 3; run += 1) {
  checkMs.push(
    timeMs(() => {
      findings = checkManifests(manifests, { environment: "bench", schemas }).findings.length;
    }),
  );
}
const peakMiB = process.resourceUsage().maxRSS / 1024;
const measured = {
  manifests: manifests.length,
  findings,
  parseMs: median(parseMs),
  checkMs: median(checkMs),
  peakMiB,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

function timeMs(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
