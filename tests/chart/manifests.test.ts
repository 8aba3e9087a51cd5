import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { dump, loadAll } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/host/run-command.ts";
import { hasPrograms } from "../../src/host/test-programs.ts";
import type { CommandResult } from "../../src/model/command.ts";

const helm = hasPrograms("helm");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keelson-manifests-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function print(manifests: readonly unknown[]): Promise<CommandResult> {
  const values = join(folder, "values.yaml");
  await writeFile(values, dump({ manifests }));
  return runCommand({
    program: "helm",
    args: ["template", "any", "charts/manifests", `--values=${values}`],
  });
}

const leaf = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "{{ .Values.x }}",
    "{{",
    "}}",
    "# no comment",
    "yes",
    "012",
    "1e3",
    "---",
    "a: b\n",
    " x",
  ),
  fc.boolean(),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
);
const manifest = fc.record({
  apiVersion: fc.constantFrom("v1", "bitnami.com/v1alpha1", "external-secrets.io/v1"),
  kind: fc.constantFrom("ConfigMap", "SealedSecret", "ExternalSecret"),
  metadata: fc.record({ name: fc.constantFrom("a", "b-c") }),
  spec: fc.dictionary(
    fc.stringMatching(/^[a-zA-Z][-a-zA-Z0-9_./]{0,20}$/),
    fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.constantFrom("x", "y"), leaf)),
  ),
});

describe.skipIf(!helm)("the chart that prints manifests", () => {
  test("prints each object as it was handed over, braces and odd text too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(manifest, { maxLength: 4 }), async (manifests) => {
        const { stdout, stderr } = await print(manifests);
        expect(stderr).toBe("");
        const printed = loadAll(stdout).filter((object) => object !== null);
        // Helm sorts what it prints by kind.
        expect(printed).toHaveLength(manifests.length);
        expect(printed).toEqual(expect.arrayContaining(manifests));
      }),
      { numRuns: 15 },
    );
  });

  test("prints nothing for nothing", async () => {
    expect(await print([])).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await print([])).stdout.trim()).toBe("");
  });

  test.each([
    ["no name", { apiVersion: "v1", kind: "ConfigMap", metadata: {} }],
    ["no kind", { apiVersion: "v1", metadata: { name: "a" } }],
    ["no object", "text"],
  ])("refuses %s", async (_, wrong) => {
    const { exitCode, stderr } = await print([wrong]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("/manifests/0");
  });
});
