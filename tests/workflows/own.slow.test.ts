import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { copyProject } from "../demo/project-copy.ts";
import { runWorkflow } from "./run-workflow.ts";

const isThere = hasPrograms("helm", "helmfile", "jq", "act");

test.skipIf(!isThere)("this repository checks and publishes itself", () => {
  const folder = mkdtempSync(join(tmpdir(), "keelson-own-"));
  const copy = copyProject();
  const source = join(folder, "source.git");
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", source, ...args], { encoding: "utf8" }).trim();
  const run = (event: "push" | "pull_request"): ReturnType<typeof runWorkflow> => {
    const workflow = event === "push" ? "publish.yaml" : "check.yaml";
    const own = join(folder, event);
    mkdirSync(own);
    return runWorkflow({ checkout: copy.root, source, folder: own, event, workflow });
  };
  try {
    execFileSync("git", ["clone", "--quiet", "--bare", copy.root, source]);
    git("config", "uploadpack.allowFilter", "true");
    git("config", "uploadpack.allowAnySHA1InWant", "true");
    const done = run("push");
    expect(done.flatMap(({ result, log }) => (result === "failure" ? [log] : []))).toEqual([]);
    expect(git("for-each-ref", "--format=%(refname:short)", "refs/heads")).toBe(
      ["environments/dev", "environments/prod", "environments/staging", "main"].join("\n"),
    );
    writeFileSync(join(copy.root, "charts/data-platform/NOTES.md"), "more\n");
    copy.git("add", "--all", "--", "charts");
    copy.git("commit", "--quiet", "--message", "docs: more");
    copy.git("push", "--quiet", source, "HEAD:change");
    const [checked] = run("pull_request");
    expect(checked).toMatchObject({ result: "success" });
    expect(checked?.summary).toContain("**prod** against commit");
  } finally {
    copy.remove();
    rmSync(folder, { recursive: true });
  }
});
