import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  renderedFile,
  testGitops,
  type TestRepository,
  testRepository,
} from "./test-repository.ts";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
});
afterEach(() => {
  vi.unstubAllEnvs();
  repository.remove();
});

function setGit(settings: Readonly<Record<string, string>>): void {
  const entries = Object.entries(settings);
  vi.stubEnv("GIT_CONFIG_COUNT", `${entries.length}`);
  for (const [index, [key, value]] of entries.entries()) {
    vi.stubEnv(`GIT_CONFIG_KEY_${index}`, key);
    vi.stubEnv(`GIT_CONFIG_VALUE_${index}`, value);
  }
}

/** A repository that is not ours to make, and where it can be had. */
function foreignRemote(): string {
  const { root, git } = repository;
  const remote = join(root, ".build/remote/r.git");
  execFileSync("git", ["init", "--quiet", "--bare", remote]);
  appendFileSync(join(remote, "config"), "[uploadpack]\n\tallowFilter = true\n");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  return `file://${remote}`;
}

test.each([
  { "safe.bareRepository": "explicit" },
  { "core.splitIndex": "true", "splitIndex.maxPercentChange": "0" },
  { "feature.manyFiles": "true", "index.sparse": "true", "core.sparseCheckout": "true" },
])("a person's settings of Git are no obstacle: %j", async (settings) => {
  setGit(settings);
  for (const remote of [testGitops.remote, foreignRemote()]) {
    const gitops = { ...testGitops, remote };
    await repository.publish({ dev: [renderedFile("a", "1"), renderedFile("b")] }, { gitops });
    const files = [renderedFile("a", "2"), renderedFile("b")];
    const { environments } = await repository.publish({ dev: files }, { gitops });
    expect(environments[0]?.plan.changes).toEqual([{ path: "web/a.yaml", change: "changed" }]);
    const again = await repository.publish({ dev: files }, { gitops });
    expect(again.environments[0]?.plan.outcome).toBe("unchanged");
  }
});

test("our own repository has the hash that we take, whatever Git's default is", async () => {
  vi.stubEnv("GIT_DEFAULT_HASH", "sha256");
  await repository.publish({ dev: [renderedFile("a")] });
  expect(repository.published("rev-parse", "environments/dev")).toMatch(/^[0-9a-f]{40}$/u);
});
