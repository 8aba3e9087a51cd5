import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSourceCommit } from "./git-source.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-source-"));
  git("init", "--quiet");
  commit(root);
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
}

function commit(folder: string): void {
  git("-C", folder, "add", "--all");
  git("-C", folder, "commit", "--quiet", "--allow-empty", "--message", "step");
}

test("a file in no commit is an edit, whatever Git is told to show", async () => {
  git("config", "status.showUntrackedFiles", "no");
  expect(await readSourceCommit(root)).toMatchObject({ dirty: false });
  writeFileSync(join(root, "values.yaml"), "");
  expect(await readSourceCommit(root)).toMatchObject({ dirty: true });
});

test("an edit in a submodule is one, whatever Git is told to ignore", async () => {
  const charts = join(root, "charts");
  git("init", "--quiet", charts);
  writeFileSync(join(charts, "Chart.yaml"), "name: web\n");
  commit(charts);
  git("-c", "advice.addEmbeddedRepo=false", "add", "charts");
  writeFileSync(
    join(root, ".gitmodules"),
    '[submodule "charts"]\n\tpath = charts\n\turl = ./charts\n\tignore = all\n',
  );
  commit(root);
  expect(await readSourceCommit(root)).toMatchObject({ dirty: false });
  writeFileSync(join(charts, "Chart.yaml"), "name: other\n");
  expect(await readSourceCommit(root)).toMatchObject({ dirty: true });
});

test("a commit that is named has no edits, HEAD as any other", async () => {
  writeFileSync(join(root, "values.yaml"), "");
  expect(await readSourceCommit(root, "HEAD")).toMatchObject({ dirty: false });
});
