import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { planJobs, splitShards } from "../../src/publish/shards.ts";

const workflow = join(import.meta.dirname, "../../.github/workflows/publish.yaml");
const mostBytes = 1024 * 1024;

/** The line of the workflow that hands a plan on to the other jobs. */
function handingLine(): string {
  const lines = readFileSync(workflow, "utf8").split("\n");
  return lines.find((line) => line.includes("GITHUB_OUTPUT")) ?? "";
}

test.skipIf(!hasPrograms("jq"))(
  "what a plan hands on fits in a job's outputs, however much changed",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "keelson-outputs-"));
    try {
      const names = Array.from({ length: 2000 }, (_, index) => `service-number-${index}`);
      const because = names.map((name) => `values/services/${name}.yaml`);
      const prod = { environment: "prod", branch: "environments/prod", because, separable: names };
      const planned = [{ ...prod, isProposed: false, isBehind: false }];
      const shards = splitShards(planned, 10);
      const plan = join(folder, "plan.json");
      const output = join(folder, "output");
      writeFileSync(plan, JSON.stringify({ shards, matrices: planJobs(planned, shards) }));
      const env = { PATH: process.env["PATH"], plan, GITHUB_OUTPUT: output };
      execFileSync("bash", ["--norc", "-euo", "pipefail", "-c", handingLine()], { env });
      const said = readFileSync(output, "utf8");
      expect(said.match(/^\w+(?==)/gm)).toEqual(["shards", "render", "publish", "propose"]);
      // GitHub counts two bytes for each letter.
      expect(said.length * 2).toBeLessThan(mostBytes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
