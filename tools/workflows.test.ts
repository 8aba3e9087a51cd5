import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../src/host/run-command.ts";

const root = join(import.meta.dirname, "..");
const files = globSync(".github/**/*.yaml", { cwd: root }).toSorted();
const isThere = await runCommand({ program: "actionlint", args: ["-version"] }).then(
  () => true,
  () => process.env["CI"] === "true",
);

describe("the GitHub workflows", () => {
  test("there are some", () => {
    expect(files).toContain(join(".github", "workflows", "check.yaml"));
  });

  test.skipIf(!isThere)(
    "actionlint finds nothing (npm run setup -- tests installs it)",
    async () => {
      const result = await runCommand({ program: "actionlint", args: ["-color"], cwd: root });
      expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    },
  );

  test.each(files)("%s names each action by its full commit and version", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map((match) => match[1] ?? "");
    const unpinned = uses.filter((use) => !/^(\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d)/.test(use));
    expect(unpinned).toEqual([]);
  });

  test.each(files)("%s grants nothing to all jobs but reading", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    if (!file.includes("workflows")) return;
    expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read\n\w)/m);
  });

  test("a job summary has the whole file, or as many lines as it may have", async () => {
    const folder = mkdtempSync(join(tmpdir(), "keelson-summary-"));
    const summarise = async (text: string): Promise<string> => {
      const file = join(folder, "diff.md");
      writeFileSync(file, text);
      const result = await runCommand({ program: join(root, "tools/summary"), args: [file] });
      return result.stdout;
    };
    try {
      expect(await summarise("- one\n")).toBe("- one\n");
      const cut = await summarise("- é and more\n".repeat(100_000));
      expect(cut).toMatch(/^This is too long.*\n\n(- é and more\n)+$/);
      expect(Buffer.byteLength(cut)).toBeLessThan(1024 * 1024);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("no pull request's code runs with the rights of the repository", () => {
    const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
    expect(texts.filter((text) => /pull_request_target|workflow_run/.test(text))).toEqual([]);
    const check = readFileSync(join(root, ".github/workflows/check.yaml"), "utf8");
    expect(check).not.toMatch(/secrets\.|: write|GH_TOKEN|github\.token/);
  });

  test("the job that may write renders nothing, and those that render may not write", () => {
    const text = readFileSync(join(root, ".github/workflows/publish.yaml"), "utf8");
    const jobs = text.split(/^ {2}(?=\w+:$)/m).slice(1);
    const writing = jobs.filter((job) => job.includes("contents: write"));
    expect(writing.map((job) => job.split(":")[0])).toEqual(["publish"]);
    expect(writing[0]).toContain("publish --from");
    expect(writing[0]).not.toMatch(/keelson -- (check|render)|id-token/);
  });
});
