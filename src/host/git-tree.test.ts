import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TreeEntry } from "../model/plan.ts";
import { writeTree } from "./git-tree.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keelson-tree-"));
  git("init", "--quiet", "--bare", ".");
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

function write(entries: Readonly<Record<string, TreeEntry>>): Promise<string> {
  return writeTree({ folder }, { files: new Map(Object.entries(entries)), index: "index-0" });
}

const file: TreeEntry = { mode: "100644", id: "b".repeat(40) };

test("a tree holds files whose contents are elsewhere", async () => {
  const tree = await write({ "web/a.yaml": file, "a.yaml": { ...file, mode: "100755" } });
  expect(git("ls-tree", "-r", tree)).toBe(
    `100755 blob ${file.id}\ta.yaml\n100644 blob ${file.id}\tweb/a.yaml`,
  );
});

test.each([".git/config", "docs/.GIT/config", "git~1", "../a.yaml", "docs/./a.yaml"])(
  "%s is refused, not left out without a word",
  async (path) => {
    const written = write({ "a.yaml": file, [path]: file });
    await expect(written).rejects.toMatchObject({ code: "GIT_FAILED" });
    await expect(written).rejects.toThrow(path);
  },
);
