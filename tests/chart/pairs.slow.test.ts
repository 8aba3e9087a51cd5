import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { invalidObjects } from "./kubeconform.ts";
import { renderText } from "./render-chart.ts";
import { switches } from "./switches.ts";

const ready = hasPrograms("helm", "kubeconform");

test.skipIf(!ready)("every pair of switches renders only valid objects", async () => {
  const names = Object.keys(switches);
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other]));
  const folder = await mkdtemp(join(tmpdir(), "keelson-pairs-"));
  for (const pair of pairs) {
    // Of two switches that set the same key the later one counts, as in two values files.
    const set = pair.flatMap((name) => switches[name] ?? []);
    // One after another: the machine is left some room.
    await writeFile(join(folder, `${pair.join(" with ")}.yaml`), await renderText({ set }));
  }
  expect(await invalidObjects(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
