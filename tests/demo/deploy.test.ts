import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyProject, type ProjectCopy } from "./project-copy.ts";

const kubeconfig = `
current-context: laptop
contexts: [{ name: laptop, context: { cluster: laptop } }]
clusters: [{ name: laptop, cluster: { server: "https://127.0.0.1:2" } }]
`;
let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
  writeFileSync(join(project.root, ".build-kubeconfig"), kubeconfig);
  process.env["KUBECONFIG"] = join(project.root, ".build-kubeconfig");
});
afterAll(() => {
  delete process.env["KUBECONFIG"];
  project.remove();
});

async function deploy(...args: readonly string[]): Promise<{ exitCode: number; said: string }> {
  const run = project.start("scripts/deploy.ts", args);
  return { exitCode: await run.ended, said: run.said() };
}

describe("npm run deploy", () => {
  test("needs the name of an environment", async () => {
    expect(await deploy()).toMatchObject({ exitCode: 2 });
    const { exitCode, said } = await deploy("prdo");
    expect(exitCode).toBe(2);
    expect(said).toContain("did you mean prod?");
  });

  test("stops at a cluster that is not the environment's, before anything is rendered", async () => {
    const { exitCode, said } = await deploy("prod");
    expect(exitCode).toBe(3);
    expect(said).toContain("CLUSTER_UNDECLARED");
    expect(said).not.toContain("links hold");
  });

  test("stops at what the check finds", async () => {
    const file = join(project.root, "environments/dev.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(
      file,
      before.replace("  database:\n", "  database:\n    secrets: { app: nobody }\n"),
    );
    const { exitCode, said } = await deploy("dev");
    writeFileSync(file, before);
    expect(said).toContain("LINK_SECRET");
    expect(exitCode).toBe(5);
    expect(said).not.toContain("helmfile -e dev");
  });

  test("hands a sound environment to Helmfile, with its flags, and gives its exit code", async () => {
    const { exitCode, said } = await deploy("dev", "--selector", "name=data-platform-secrets");
    expect(said).toContain("helmfile -e dev --selector name=data-platform-secrets sync");
    expect(said).toContain("127.0.0.1:2");
    expect(exitCode).toBe(1);
  });
});
