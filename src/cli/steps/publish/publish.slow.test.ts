import { expect, test } from "vitest";
import { readRemote } from "../../../host/git-remote.ts";
import { openStore } from "../../../host/git-store.ts";
import { isBeforeOrAfter, isEachBeforeOrAfter, killPublishes } from "./test-kill.ts";
import { publishToServer } from "./test-large-branch.ts";
import { renderedFile, testGitops, testRepository } from "./test-repository.ts";

test("a publish killed at two hundred moments leaves the remote as before or as after", async () => {
  for await (const outcome of killPublishes(200, "lives")) {
    expect(outcome).toSatisfy(isBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 1_800_000);

test("killed with the server at two hundred moments, each branch is as before or as after", async () => {
  for await (const outcome of killPublishes(200, "dies")) {
    expect(outcome).toSatisfy(isEachBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 1_800_000);

test("a branch of 100,000 commits and 1 GB is published to without fetching them", async () => {
  const repository = testRepository();
  try {
    const { root, git, publish, published } = repository;
    const remote = await publishToServer(repository, {
      commits: 100_000,
      sizeBytes: 1_000_000_000,
    });
    const branch = "environments/prod";
    const request = { root, remote: readRemote(root, remote), branches: [branch] };
    const store = await openStore({ ...request, metadataPath: "hydrator.metadata" });
    const [, objects, kibibytes] =
      /in-pack: (\d+)[^]*size-pack: (\d+)/u.exec(
        git("-C", store.place.folder, "count-objects", "-v"),
      ) ?? [];
    await store.close();
    expect(Number(objects)).toBeLessThan(20);
    expect(Number(kibibytes)).toBeLessThan(20);
    const gitops = { ...testGitops, remote };
    await publish({ prod: [renderedFile("b")] }, { gitops, allow: { prune: true } });
    expect(published("show", `${branch}:web/b.yaml`)).toBe("name: b");
    expect(Number(published("rev-list", "--count", branch))).toBe(100_003);
  } finally {
    repository.remove();
  }
}, 1_800_000);
