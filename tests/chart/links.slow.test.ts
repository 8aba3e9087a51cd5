import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { renderObjects } from "./render-chart.ts";
import { outside, switches } from "./switches.ts";

const helm = hasPrograms("helm");
const namespace = "data-platform-prod";
const clusterScoped = ["Namespace", "PriorityClass"];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keelson-links-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Found {
  readonly code: string;
  readonly says: string;
}

/** What our own check finds in a render of prod, Secrets aside: another release brings them. */
async function findingsOf(set: readonly string[]): Promise<readonly string[]> {
  const objects = await renderObjects({ environment: "prod", namespace, set });
  const stamped = objects.map((object) =>
    clusterScoped.includes(object.kind)
      ? object
      : { ...object, metadata: { ...object.metadata, namespace } },
  );
  await writeFile(join(folder, "all.yaml"), stamped.map((object) => dump(object)).join("---\n"));
  const { stdout } = await runCommand({
    program: process.execPath,
    args: ["src/cli/main.ts", "check", "prod", "--json", "--from", folder],
  });
  return readFindings(JSON.parse(stdout))
    .filter((finding) => finding.code !== "LINK_SECRET")
    .map((finding) => `${finding.code} ${finding.says}`);
}

function readFindings(report: unknown): readonly Found[] {
  const environments = listIn(report, "environments");
  if (environments.length !== 1) throw new Error("not a report on one environment");
  return environments.flatMap((one) => listIn(one, "findings")).filter(isFound);
}

function listIn(part: unknown, key: string): readonly unknown[] {
  const entries = typeof part === "object" && part !== null ? Object.entries(part) : [];
  const value: unknown = entries.find(([name]) => name === key)?.[1];
  return Array.isArray(value) ? value : [];
}

function isFound(value: unknown): value is Found {
  return typeof value === "object" && value !== null && "code" in value && "says" in value;
}

describe.skipIf(!helm)("our own check of the platform", () => {
  test.each(["prod as it is", ...Object.keys(switches)])(
    "finds nothing amiss with %s",
    async (name) => {
      const found = await findingsOf(switches[name] ?? []);
      const expected = outside[name];
      const amiss = found.filter((line) => expected === undefined || !expected.test(line));
      expect(amiss).toEqual([]);
      // What leads outside is seen, not overlooked.
      expect(found.length > 0).toBe(expected !== undefined);
    },
  );
});
