import { globSync, readFileSync } from "node:fs";
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
});
