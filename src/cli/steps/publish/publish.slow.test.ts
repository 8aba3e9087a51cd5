import { join } from "node:path";
import { expect, test } from "vitest";
import { isBeforeOrAfter, killPublishes } from "./test-kill.ts";
import { growBranch } from "./test-large-branch.ts";
import { renderedFile, testGitops, testRepository } from "./test-repository.ts";

test("a publish killed at two hundred moments leaves the remote as before or as after", async () => {
  for await (const outcome of killPublishes(200)) {
    expect(outcome).toSatisfy(isBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 1_800_000);

test("a branch of 100,000 commits and 1 GB is published to without fetching them", async () => {
  const repository = testRepository();
  try {
    const { root, git, commit, publish, published } = repository;
    await publish({ prod: [renderedFile("a")] });
    const folder = join(root, ".build/gitops.git");
    const branch = "environments/prod";
    await growBranch({ folder, branch, commits: 100_000, sizeBytes: 1_000_000_000 });
    const remote = `file://${folder}`;
    git("remote", "set-url", "origin", remote);
    git("push", "--quiet", "origin", "HEAD:refs/heads/main");
    git("fetch", "--quiet", "origin", "main:refs/remotes/origin/main");
    commit("feat: change");
    git("push", "--quiet", "origin", "HEAD:refs/heads/main");
    const started = performance.now();
    const gitops = { ...testGitops, remote };
    await publish({ prod: [renderedFile("b")] }, { gitops, allow: { prune: true } });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(published("show", `${branch}:web/b.yaml`)).toBe("name: b");
    expect(Number(published("rev-list", "--count", branch))).toBe(100_003);
  } finally {
    repository.remove();
  }
}, 1_800_000);
