import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plainPath } from "./plain-path.ts";

const paths = [
  "a b/c.yaml",
  "docs/caf\u00E9 \u{1F600}.md",
  'quo"te\\',
  "tab\tline\nbell\u0007\u0001",
  "-x",
];

test("what Git quotes is read as it was", () => {
  const folder = mkdtempSync(join(tmpdir(), "keelson-paths-"));
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", args, { cwd: folder, encoding: "utf8", input });
  try {
    git(["init", "--quiet"]);
    const id = git(["hash-object", "-w", "--stdin"]).trim();
    const entries = paths.map((path) => `100644 ${id}\t${path}\0`);
    git(["update-index", "-z", "--index-info"], entries.join(""));
    const listed = git(["-c", "core.quotePath=true", "ls-files"]).trimEnd().split("\n");
    expect(listed.map(plainPath).toSorted()).toEqual(paths.toSorted());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
