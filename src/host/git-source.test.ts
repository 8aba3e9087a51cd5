import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { compareSources, readSourceCommit } from "./git-source.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-source-"));
  git("init", "--quiet");
  commit(root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  const how = { cwd: root, encoding: "utf8", stdio: "pipe" } as const;
  return execFileSync("git", [...identity, ...args], how).trim();
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

test.each(["--assume-unchanged", "--skip-worktree"])(
  "an edit in a file that Git was told not to look at is one: %s",
  async (option) => {
    const folder = join(root, "a folder");
    mkdirSync(folder);
    writeFileSync(join(folder, "values.yaml"), "a: 1\n");
    commit(root);
    git("-C", folder, "update-index", option, "values.yaml");
    const index = readFileSync(join(root, ".git/index"));
    expect(await readSourceCommit(folder)).toMatchObject({ dirty: false });
    writeFileSync(join(folder, "values.yaml"), "a: 2\n");
    expect(await readSourceCommit(folder)).toMatchObject({ dirty: true });
    expect(readFileSync(join(root, ".git/index"))).toEqual(index);
    rmSync(join(folder, "values.yaml"));
    // What a sparse checkout leaves out is not there, and no edit.
    const dirty = option === "--assume-unchanged";
    expect(await readSourceCommit(folder)).toMatchObject({ dirty });
  },
);

test.each(["nowhere", "values.yaml"])(
  "a link to %s in place of a file that Git was told not to look at is an edit",
  async (to) => {
    const file = join(root, "values.yaml");
    writeFileSync(file, "a: 1\n");
    commit(root);
    git("update-index", "--skip-worktree", "values.yaml");
    rmSync(file);
    symlinkSync(to, file);
    expect(await readSourceCommit(root)).toMatchObject({ dirty: true });
  },
);

test.skipIf(process.platform === "darwin")("a name in other letters is looked for", async () => {
  const name = Buffer.from("/caf\u00e9.yaml", "latin1");
  const file = Buffer.concat([Buffer.from(root), name]);
  writeFileSync(file, "a: 1\n");
  commit(root);
  const input = Buffer.concat([name.subarray(1), Buffer.of(0)]);
  const args = ["update-index", "--skip-worktree", "-z", "--stdin"];
  execFileSync("git", args, { cwd: root, input });
  expect(await readSourceCommit(root)).toMatchObject({ dirty: false });
  writeFileSync(file, "a: 2\n");
  expect(await readSourceCommit(root)).toMatchObject({ dirty: true });
});

test("an edit is one, however Git is told to read paths", async () => {
  vi.stubEnv("GIT_LITERAL_PATHSPECS", "1");
  writeFileSync(join(root, "values.yaml"), "");
  expect(await readSourceCommit(root)).toMatchObject({ dirty: true });
});

test("a commit that is named has no edits, HEAD as any other", async () => {
  writeFileSync(join(root, "values.yaml"), "");
  expect(await readSourceCommit(root, "HEAD")).toMatchObject({ dirty: false });
});

test.each([
  [" <> 100 +9999", "100 +0200", "1970-01-01T02:01:40+02:00"],
  [" <> 100 +0000", "100 +9999", "1970-01-01T00:01:40+00:00"],
  [" <> 100 +9999", "100 +9999", "1970-01-01T00:00:00+00:00"],
])("a commit without a name, or a time of its own, is read: %s, %s", async (author, at, time) => {
  const file = join(root, ".git/commit");
  const tree = git("rev-parse", "HEAD^{tree}");
  writeFileSync(file, `tree ${tree}\nauthor${author}\ncommitter a <a@b> ${at}\n\nodd\n`);
  const odd = git("hash-object", "--literally", "-t", "commit", "-w", file);
  expect(await readSourceCommit(root, odd)).toMatchObject({
    author: { name: "unknown", email: "" },
    authoredAt: time,
  });
});

test("where history is cut off, no one knows which of two commits is newer", async () => {
  const old = git("rev-parse", "HEAD");
  commit(root);
  const newer = git("rev-parse", "HEAD");
  expect(await compareSources(root, newer, old)).toBe("newer");
  writeFileSync(join(root, ".git/shallow"), `${newer}\n`);
  expect(await compareSources(root, newer, old)).toBe("unknown");
});
