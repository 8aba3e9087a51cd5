import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  renderedFile as file,
  testGitops,
  type TestRepository,
  testRepository,
} from "./test-repository.ts";

let repository: TestRepository;

beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

describe("publishEnvironments", () => {
  test("commits each environment to its branch, with a note on it", async () => {
    const sha = repository.git("rev-parse", "HEAD");
    const { environments } = await repository.publish({
      dev: [file("a")],
      prod: [file("a"), file("b")],
    });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["commit", "commit"]);
    expect(
      repository.published("ls-tree", "-r", "--name-only", "environments/prod").split("\n"),
    ).toEqual([".gitattributes", "hydrator.metadata", "web/a.yaml", "web/b.yaml"]);
    expect(repository.published("show", "environments/prod:web/a.yaml")).toBe("name: a");
    const note = repository.published(
      "notes",
      "--ref=hydrator.metadata",
      "show",
      "environments/prod",
    );
    expect(JSON.parse(note)).toEqual({ drySha: sha });
    expect(repository.published("log", "-1", "--format=%an %ae %s", "environments/dev")).toBe(
      `Writer writer@example.com ${sha.slice(0, 7)}: feat: begin`,
    );
    repository.published("fsck", "--strict");
  });

  test("a second publish of the same commits nothing", async () => {
    await repository.publish({ dev: [file("a")] });
    const before = repository.published("for-each-ref");
    const { environments } = await repository.publish({ dev: [file("a")] });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["unchanged"]);
    expect(repository.published("for-each-ref")).toBe(before);
  });

  test("a source that changes nothing moves the note and leaves the branch", async () => {
    await repository.publish({ dev: [file("a")] });
    const before = repository.published("rev-parse", "environments/dev");
    const sha = repository.commit("docs: say more");
    await repository.publish({ dev: [file("a")] });
    expect(repository.published("rev-parse", "environments/dev")).toBe(before);
    const note = repository.published(
      "notes",
      "--ref=hydrator.metadata",
      "show",
      "environments/dev",
    );
    expect(JSON.parse(note)).toEqual({ drySha: sha });
  });

  test("adds, changes and removes files in one commit on the old tip", async () => {
    await repository.publish({ dev: ["a", "b", "c", "d"].map((name) => file(name)) });
    const tip = repository.published("rev-parse", "environments/dev");
    repository.commit("feat: change");
    await repository.publish({
      dev: [file("a"), file("b", "name: other\n"), file("c"), file("é")],
    });
    expect(repository.published("rev-parse", "environments/dev~1")).toBe(tip);
    const status = repository.published(
      "diff",
      "--name-status",
      "environments/dev~1",
      "environments/dev",
    );
    expect(status.split("\n").toSorted()).toEqual([
      'A\t"web/\\303\\251.yaml"',
      "D\tweb/d.yaml",
      "M\thydrator.metadata",
      "M\tweb/b.yaml",
    ]);
  });

  test("what we write ourselves is no edit, whatever .gitignore says", async () => {
    writeFileSync(join(repository.root, ".gitignore"), "");
    repository.commit("chore: ignore nothing");
    await repository.publish({ dev: [file("a")] });
    await repository.publish({ dev: [file("a"), file("b")] });
    const metadata = repository.published("show", "environments/dev:hydrator.metadata");
    expect(metadata).not.toContain('"dirty": true');
  });

  test("a repository that hashes with SHA-256 gets its first branch, and a second commit", async () => {
    const remote = join(repository.root, ".cache/remote.git");
    repository.git("init", "--quiet", "--bare", "--object-format=sha256", remote);
    const tree = repository.git("-C", remote, "mktree");
    const begun = repository.git("-C", remote, "commit-tree", "-m", "begin", tree);
    repository.git("-C", remote, "update-ref", "HEAD", begun);
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
    const gitops = { ...testGitops, remote };
    await repository.publish({ dev: [file("a")] }, { gitops });
    const { environments } = await repository.publish({ dev: [file("a", "b: 1\n")] }, { gitops });
    expect(environments[0]?.commit).toMatch(/^[0-9a-f]{64}$/u);
  });

  test("edits that are in no commit are published to our own remote, and marked", async () => {
    writeFileSync(join(repository.root, "edited"), "edited");
    await repository.publish({ dev: [file("a")] });
    const metadata = repository.published("show", "environments/dev:hydrator.metadata");
    expect(JSON.parse(metadata)).toMatchObject({ keelson: { dirty: true } });
    const { environments } = await repository.publish({ dev: [file("a", "name: edited again\n")] });
    expect(environments.map(({ plan }) => plan.outcome)).toEqual(["commit"]);
  });

  test("one refused environment keeps all branches as they were", async () => {
    await repository.publish({ dev: [file("a")], prod: [file("a")] });
    const before = repository.published("for-each-ref");
    repository.commit("feat: lose everything");
    const lost = repository.publish({ dev: [file("b")], prod: [] });
    await expect(lost).rejects.toMatchObject({ code: "PUBLISH_REFUSED" });
    expect(repository.published("for-each-ref")).toBe(before);
  });
});

describe("by pull request", () => {
  async function propose(name: string): Promise<string> {
    const { publish, commit } = repository;
    commit(`feat: ${name}`);
    const { environments } = await publish({ prod: [file(name)] }, { isProposed: true, allow });
    return environments[0]?.plan.outcome ?? "";
  }
  const allow = { prune: true };

  test("needs a branch to go to", async () => {
    const refused = propose("a");
    await expect(refused).rejects.toMatchObject({ findings: [{ code: "PUBLISH_NO_BASE" }] });
  });

  test("goes to the branch beside the environment's own, which stays", async () => {
    const { publish, published } = repository;
    await publish({ prod: [file("a")] });
    const active = published("rev-parse", "environments/prod");
    expect(await propose("a")).toBe("unchanged");
    expect(published("branch", "--list", "environments/prod-next")).toBe("");
    expect(await propose("b")).toBe("commit");
    expect(published("rev-parse", "environments/prod")).toBe(active);
    expect(published("rev-parse", "environments/prod-next~1")).toBe(active);
  });

  test("joins what was merged, so that a squash leaves no conflict", async () => {
    const { git, publish, published } = repository;
    await publish({ prod: [file("a")] });
    await propose("b");
    const tree = published("rev-parse", "environments/prod-next^{tree}");
    const squash = ["commit-tree", "-p", "environments/prod", "-m", "squashed", tree];
    published("update-ref", "refs/heads/environments/prod", published(...squash));
    await propose("c");
    const range = "environments/prod..environments/prod-next";
    expect(
      published("merge-base", "--is-ancestor", "environments/prod", "environments/prod-next"),
    ).toBe("");
    expect(
      published("diff", "--name-only", "environments/prod...environments/prod-next", "--", "web"),
    ).toBe("web/b.yaml\nweb/c.yaml");
    expect(published("rev-list", "--count", range)).not.toBe("0");
    git("-C", ".build/gitops.git", "fsck", "--strict");
  });
});
