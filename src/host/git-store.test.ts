import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KeelsonError } from "../model/keelson-error.ts";
import type { Plan, SourceCommit, TreeEntry } from "../model/plan.ts";
import { testSource } from "../model/test-source.ts";
import { blobId } from "../publish/tree-digest.ts";
import { pushPlans } from "./git-push.ts";
import { readRemote, type Remote } from "./git-remote.ts";
import { openStore, type Store } from "./git-store.ts";

const branch = "environments/dev";
let root = "";
let remote: Remote;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keelson-store-"));
  git("init", "--quiet", "--bare", "remote.git");
  git("-C", "remote.git", "config", "uploadpack.allowFilter", "true");
  remote = readRemote(root, `file://${root}/remote.git`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
}

function open(): Promise<Store> {
  return openStore({ root, remote, branches: [branch], metadataPath: "hydrator.metadata" });
}

const source: SourceCommit = {
  ...testSource,
  author: { name: "Writer <\n", email: "writer@example.com>" },
};

/** A plan that writes these files on the store's tip. */
function plan(store: Store, files: Readonly<Record<string, string>>): Plan {
  const { tip, files: onBranch = [] } = store.branches.get(branch) ?? {};
  const texts = new Map(Object.entries(files));
  const written = [...texts].map(([path, text]): readonly [string, TreeEntry] => {
    return [path, { mode: "100644", id: blobId(text, 40) }];
  });
  const all = new Map([...onBranch, ...written]);
  const { author, authoredAt, committedAt } = source;
  return {
    environment: "dev",
    branch,
    source,
    outcome: "commit",
    changes: [],
    unchanged: 0,
    findings: [],
    commit: { message: "a message\n", author, authoredAt, committedAt, files: all, texts },
    note: '{"drySha":"x"}',
    ...(tip === undefined ? {} : { tip }),
  };
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  const store = await open();
  await pushPlans(store, { plans: [plan(store, files)] });
  await store.close();
}

/** The branch begins with this tree: entries as `git mktree -z` reads them. */
function holding(entries: Buffer): void {
  const tree = execFileSync("git", ["-C", "remote.git", "mktree", "-z", "--missing"], {
    cwd: root,
    input: entries,
  });
  const identity = ["-c", "user.name=E", "-c", "user.email=e@example.com"];
  const args = ["commit-tree", "-m", "x", tree.toString().trim()];
  const commit = git("-C", "remote.git", ...identity, ...args);
  git("-C", "remote.git", "update-ref", `refs/heads/${branch}`, commit);
}

describe("a store", () => {
  test("reads what is on a branch without fetching the files' content", async () => {
    await write({ "hydrator.metadata": "said", "web/a.yaml": "a: 1\n" });
    const store = await open();
    const state = store.branches.get(branch);
    expect(state).toMatchObject({ metadata: "said", note: '{"drySha":"x"}' });
    expect([...(state?.files.keys() ?? [])]).toEqual(["hydrator.metadata", "web/a.yaml"]);
    const missing = git(
      "-C",
      store.place.folder,
      "rev-list",
      "--objects",
      "--missing=print",
      "--all",
    );
    expect(missing).toContain(`?${state?.files.get("web/a.yaml")?.id}`);
    await store.close();
  });

  test("fetches three times until all is pushed: refs, tips, and what is said of them", async () => {
    await write({ "hydrator.metadata": "one", "a.yaml": "a: 1\n" });
    vi.stubEnv("GIT_TRACE", join(root, "trace"));
    await write({ "hydrator.metadata": "two", "a.yaml": "a: 2\n" });
    const trace = readFileSync(join(root, "trace"), "utf8");
    expect(trace.match(/built-in: git upload-pack/gu)).toHaveLength(3);
  });

  test("a commit keeps the source commit's times and takes nothing odd from its names", async () => {
    await write({ "a.yaml": "a" });
    const shown = git("-C", "remote.git", "log", "-1", "--format=%an|%ae|%aI|%cI|%s", branch);
    expect(shown).toBe(
      "Writer|writer@example.com|2026-01-02T03:04:05+01:00|2026-01-02T03:05:05+01:00|a message",
    );
    git("-C", "remote.git", "fsck", "--strict");
  });

  test("a push on a tip that has moved changes nothing, and says so", async () => {
    await write({ "a.yaml": "1" });
    const late = await open();
    await write({ "a.yaml": "2" });
    const before = git("-C", "remote.git", "for-each-ref");
    const result = await pushPlans(late, { plans: [plan(late, { "a.yaml": "3" })] });
    await late.close();
    expect(result).toBeInstanceOf(KeelsonError);
    expect(git("-C", "remote.git", "for-each-ref")).toBe(before);
  });

  test("a branch that someone else began meanwhile is not overwritten", async () => {
    const late = await open();
    await write({ "a.yaml": "1" });
    const before = git("-C", "remote.git", "for-each-ref");
    const result = await pushPlans(late, { plans: [plan(late, { "a.yaml": "2" })] });
    await late.close();
    expect(result).toBeInstanceOf(KeelsonError);
    expect(git("-C", "remote.git", "for-each-ref")).toBe(before);
  });

  test("a symbolic link or a submodule where a folder is to be gives way to it", async () => {
    const blob = git("-C", "remote.git", "hash-object", "-w", "/dev/null");
    const entries = `120000 blob ${blob}\tweb\u0000160000 commit ${"b".repeat(40)}\tdb\0`;
    holding(Buffer.from(entries));
    await write({ "web/a.yaml": "a", "db/a.yaml": "b" });
    expect(git("-C", "remote.git", "ls-tree", "-r", "--name-only", branch)).toBe(
      "db/a.yaml\nweb/a.yaml",
    );
  });

  test.each([
    ["a symbolic link", "120000 blob"],
    ["a submodule", "160000 commit"],
    ["a folder", "040000 tree"],
  ])("%s in place of the metadata says nothing, and is not fetched", async (_, kind) => {
    const blob = git("-C", "remote.git", "hash-object", "-w", "/dev/null");
    holding(Buffer.from(`100644 blob ${blob}\ta.yaml\0`));
    const tree = git("-C", "remote.git", "rev-parse", `${branch}^{tree}`);
    const id = { blob, tree }[kind.slice(7)] ?? "b".repeat(40);
    holding(Buffer.from(`${kind} ${id}\thydrator.metadata\0`));
    const store = await open();
    expect(store.branches.get(branch)).not.toHaveProperty("metadata");
    const here = ["cat-file", "--batch-all-objects", "--batch-check"];
    expect(git("-C", store.place.folder, ...here)).not.toContain("blob");
    await store.close();
  });

  test("what others keep on the branch stays, whatever its name, its letters and its kind", async () => {
    const names = ["caf\u00e9 \u2028.yaml", 'a "b"\\c', "tab\tline\nend", " -x", "COM1", "a.lock"];
    const blob = git("-C", "remote.git", "hash-object", "-w", "/dev/null");
    const entries = [
      ...names.map((name) => Buffer.from(`100755 blob ${blob}\t${name}\0`)),
      Buffer.from(`100644 blob ${blob}\tlatin-\xe9\0`, "latin1"),
      Buffer.from(`120000 blob ${blob}\tlink\0`),
      Buffer.from(`160000 commit ${"b".repeat(40)}\tmodule\0`),
    ];
    holding(Buffer.concat(entries));
    const held = git("-C", "remote.git", "ls-tree", "-r", branch);
    await write({ "web/a.yaml": "a" });
    const lines = git("-C", "remote.git", "ls-tree", "-r", branch).split("\n");
    expect(lines.filter((line) => !line.endsWith("\tweb/a.yaml"))).toEqual(held.split("\n"));
    expect(lines).toHaveLength(entries.length + 1);
  });

  test.each([0, 1, 2, 3])("a note is found %i folders deep", async (depth) => {
    await write({ "hydrator.metadata": "said" });
    const tip = git("-C", "remote.git", "rev-parse", branch);
    const path = `${(tip.match(/../gu) ?? []).slice(0, depth).join("/")}/${tip.slice(2 * depth)}`;
    const input = `commit refs/notes/hydrator.metadata\ncommitter E <e@example.com> 1 +0000\ndata 0\nM 100644 inline ${path.replace(/^\//u, "")}\ndata 4\nhere\n`;
    execFileSync("git", ["-C", "remote.git", "fast-import", "--quiet", "--force"], {
      cwd: root,
      input,
    });
    expect(git("-C", "remote.git", "notes", "--ref=hydrator.metadata", "show", tip)).toBe("here");
    const store = await open();
    expect(store.branches.get(branch)?.note).toBe("here");
    await store.close();
  });

  test("leaves no repository behind", async () => {
    await write({ "a.yaml": "1" });
    expect(execFileSync("ls", [join(root, ".cache")], { encoding: "utf8" })).toBe("");
  });

  test("a hook of the remote that refuses is said as such", async () => {
    const hook = join(root, "remote.git/hooks/pre-receive");
    execFileSync("sh", ["-c", `printf '#!/bin/sh\\nexit 1\\n' > ${hook}; chmod +x ${hook}`]);
    await expect(write({ "a.yaml": "1" })).rejects.toMatchObject({ code: "REMOTE_PROTECTED" });
  });

  test("a remote that is not there is said as such, without its password", async () => {
    remote = readRemote(root, `http://user:hunter2@127.0.0.1:1/x.git`);
    const failed = open();
    await expect(failed).rejects.toMatchObject({ code: "REMOTE_UNREACHABLE" });
    await expect(failed).rejects.not.toThrow(/hunter2/u);
  });
});
