import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkManifests } from "../../src/check/check-manifests.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { parseRender } from "../../src/render/parse-render.ts";
import { findPlaintext } from "../../src/secrets/find-plaintext.ts";
import { invalidObjects } from "./kubeconform.ts";
import { renderText } from "./render-chart.ts";
import { outside, switches } from "./switches.ts";

const ready = hasPrograms("helm", "kubeconform");
const names = Object.keys(switches);
const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other]));

function renderPair(pair: readonly string[]): Promise<string> {
  // Of two switches that set the same key the later one counts, as in two values files.
  return renderText({ set: pair.flatMap((name) => switches[name] ?? []) });
}

test.skipIf(!ready)("every pair of switches renders only valid objects", async () => {
  const folder = await mkdtemp(join(tmpdir(), "keelson-pairs-"));
  for (const pair of pairs) {
    // One after another: the machine is left some room.
    await writeFile(join(folder, `${pair.join(" with ")}.yaml`), await renderPair(pair));
  }
  expect(await invalidObjects(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test.skipIf(!ready)("our own check finds nothing amiss with any pair of switches", async () => {
  const amiss: string[] = [];
  for (const pair of pairs) {
    const expected = pair.map((name) => outside[name]).filter((line) => line !== undefined);
    const found = check(await renderPair(pair)).filter(
      (line) => !expected.some((pattern) => pattern.test(line)),
    );
    amiss.push(...found.map((line) => `${pair.join(" with ")}: ${line}`));
  }
  expect(amiss).toEqual([]);
});

/** What is found in a render. Another release brings the Secrets, and a pair may leave nothing that asks S3. */
function check(text: string): readonly string[] {
  const namespace = "data-platform-dev";
  const manifests = parseRender(text).manifests.map((manifest) => ({
    ...manifest,
    identity: { ...manifest.identity, namespace },
  }));
  const externals = [{ host: "s3.us-west-2.amazonaws.com", port: 443, reason: "the buckets" }];
  const { findings } = checkManifests(manifests, { environment: "dev", checks: { externals } });
  return [...findings, ...findPlaintext(manifests)]
    .filter(({ code }) => !["LINK_SECRET", "CHECK_EXTERNAL_UNUSED"].includes(code))
    .map(({ code, says }) => `${code} ${says}`);
}
