import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyProject, type ProjectCopy } from "./project-copy.ts";

const environments = ["dev", "staging", "prod"];
let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

async function demo(): Promise<{ exitCode: number; said: string }> {
  const run = project.start("scripts/demo.ts");
  const exitCode = await run.ended;
  return { exitCode, said: run.said() };
}

/** Change a file for the time of one step. */
async function withEdit<Result>(
  file: string,
  edit: (text: string) => string,
  step: () => Promise<Result>,
): Promise<Result> {
  const path = join(project.root, file);
  const before = readFileSync(path, "utf8");
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  try {
    return await step();
  } finally {
    writeFileSync(path, before);
  }
}

function growBrokers(text: string): string {
  return text.replace("size: 200Gi", "size: 210Gi");
}

describe("npm run demo", () => {
  test("Ctrl-C before the first publish leaves no branch", { timeout: 60_000 }, async () => {
    const run = project.start("scripts/demo.ts");
    await expect.poll(run.said, { timeout: 30_000 }).toContain("Rendering");
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(130);
    expect(run.said()).toContain("CANCELLED");
    expect(project.published()).toBe("");
  });

  test("commits every environment and says what it did", { timeout: 60_000 }, async () => {
    const { exitCode, said } = await demo();
    expect(said).not.toContain("edits that are in no commit");
    expect(exitCode).toBe(0);
    for (const environment of environments) {
      expect(said).toMatch(
        new RegExp(
          `environments/${environment} +[0-9a-f]{7} .*\\d+ objects +\\d+ findings? .* s`,
          "u",
        ),
      );
      expect(project.published()).toContain(`refs/heads/environments/${environment}\n`);
    }
    expect(said).toContain("git -C .build/gitops.git log --stat environments/prod");
  });

  test("what is committed holds no Secret", () => {
    for (const environment of environments) {
      const tree = ["-C", ".build/gitops.git", "grep", "-l", "^kind: Secret$"];
      expect(() => project.git(...tree, `environments/${environment}`)).toThrow("Command failed");
    }
  });

  test("says the second time that nothing changed, and commits nothing", async () => {
    const before = project.published();
    const { exitCode, said } = await demo();
    expect(exitCode).toBe(0);
    expect(said).toContain("nothing changed in dev, staging, prod");
    expect(project.published()).toBe(before);
  });

  test("publishes edits that are in no commit, and says so", async () => {
    const before = project.published();
    const { exitCode, said } = await withEdit("environments/prod.yaml", growBrokers, demo);
    expect(exitCode).toBe(0);
    expect(said).toContain("edits that are in no commit");
    expect(said).toMatch(/environments\/prod +[0-9a-f]{7} .*1 changed/u);
    expect(said).toMatch(/environments\/dev +unchanged/u);
    expect(project.published()).not.toBe(before);
  });
});

describe("a fault in the middle leaves the branches as they were", () => {
  const faults = [
    {
      what: "a value of the wrong type",
      file: "environments/prod.yaml",
      edit: (text: string) => text.replace("replicas: 3", "replicas: three"),
      exitCode: 3,
      says: /environments\/prod\.yaml:\d+:\d+ {2}VALUES_/u,
    },
    {
      what: "broken YAML",
      file: "environments/staging.yaml",
      edit: (text: string) => `${text}\n  : [`,
      exitCode: 3,
      says: /environments\/staging\.yaml:\d+:\d+ {2}VALUES_/u,
    },
    {
      what: "a template that Helm cannot render",
      file: "charts/data-platform/charts/redpanda/templates/service.yaml",
      edit: (text: string) => `${text}\n{{ fail "no such thing" }}\n`,
      exitCode: 3,
      says: /RENDER_FAILED.*/u,
    },
    {
      what: "a Secret with its values in it",
      file: "charts/data-platform/charts/redpanda/templates/service.yaml",
      edit: (text: string) =>
        `${text}\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: planted\nstringData:\n  password: hunter2\n`,
      exitCode: 5,
      says: /SECRET_PLAINTEXT/u,
    },
    {
      what: "a Secret key that nothing makes",
      file: "environments/base.yaml",
      edit: (text: string) =>
        `${text}\n  database:\n    secrets:\n      superuser: postgres-nobody\n`,
      exitCode: 5,
      says: /LINK_SECRET .*postgres-nobody/u,
    },
  ];

  test.each(faults)("$what", { timeout: 60_000 }, async ({ file, edit, exitCode, says }) => {
    const before = project.published();
    const result = await withEdit(file, edit, demo);
    expect(result.said).toMatch(says);
    expect(result.exitCode).toBe(exitCode);
    expect(result.said).not.toContain("hunter2");
    expect(project.published()).toBe(before);
  });
});
