import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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

/** A file of the repository that is published to. */
function gitopsFile(path: string): string {
  const file = join(repository.root, ".build/gitops.git", path);
  mkdirSync(join(file, ".."), { recursive: true });
  return file;
}

/** A publish to an HTTP server that answers like this, as this user. */
async function publishTo(answer: RequestListener, who = ""): Promise<void> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const gitops = { ...testGitops, remote: `http://${who}127.0.0.1:${port}/r.git` };
    await repository.publish({ dev: [renderedFile("a")] }, { gitops });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a server that takes the call and says nothing cannot be used", async () => {
  vi.stubEnv("GIT_HTTP_LOW_SPEED_TIME", "1");
  const refused = publishTo(() => undefined);
  await expect(refused).rejects.toMatchObject({ code: "REMOTE_UNREACHABLE" });
  await expect(refused).rejects.toThrow(/too slow/u);
});

describe("a remote that asks who we are", () => {
  test.each([401, 403])("and does not accept the answer is said as such: %i", async (status) => {
    for (const who of ["", "user:hunter2@"]) {
      const refused = publishTo((_, response) => {
        response.writeHead(status, { "www-authenticate": 'Basic realm="git"' }).end();
      }, who);
      await expect(refused).rejects.toMatchObject({ code: "REMOTE_AUTH", fault: "tool" });
      await expect(refused).rejects.not.toThrow(/hunter2/u);
    }
  });
});

test("ssh is called as Git's configuration says, and a key that it does not take is said as such", async () => {
  const calls = join(repository.root, ".build/calls");
  const ssh = join(repository.root, ".build/ssh");
  mkdirSync(join(repository.root, ".build"));
  const refuse = 'echo "git@example.com: Permission denied (publickey)." >&2; exit 255';
  writeFileSync(ssh, `#!/bin/sh\necho "$SSH_ASKPASS_REQUIRE $*" >> '${calls}'\n${refuse}\n`);
  chmodSync(ssh, 0o700);
  writeFileSync(`${ssh}.gitconfig`, `[core]\n\tsshCommand = ${ssh}\n`);
  vi.stubEnv("GIT_CONFIG_GLOBAL", `${ssh}.gitconfig`);
  const gitops = { ...testGitops, remote: "git@example.com:team/gitops.git" };
  const refused = repository.publish({ dev: [renderedFile("a")] }, { gitops });
  await expect(refused).rejects.toMatchObject({ code: "REMOTE_AUTH" });
  expect(readFileSync(calls, "utf8")).toMatch(/^never .*git@example\.com git-upload-pack/u);
});

test.each(["pre-receive", "update"])("the remote's %s hook may refuse", async (name) => {
  await repository.publish({ dev: [renderedFile("a")] });
  const hook = gitopsFile(`hooks/${name}`);
  writeFileSync(hook, "#!/bin/sh\necho the policy says no >&2\nexit 1\n");
  chmodSync(hook, 0o755);
  repository.commit("feat: next");
  const refused = repository.publish({ dev: [renderedFile("a", "b")] });
  await expect(refused).rejects.toMatchObject({ code: "REMOTE_PROTECTED" });
  await expect(refused).rejects.toThrow(/the policy says no/u);
});

describe("another writer", () => {
  const attempts: number[] = [];
  const wait = (attempt: number): Promise<void> => {
    attempts.push(attempt);
    return Promise.resolve();
  };

  beforeEach(async () => {
    attempts.length = 0;
    await repository.publish({ dev: [renderedFile("a")] });
    repository.commit("feat: next");
  });

  test("whose lock stays is told, after eight tries", async () => {
    const { publish, published } = repository;
    writeFileSync(gitopsFile("refs/heads/environments/dev.lock"), "");
    const before = published("for-each-ref");
    const refused = publish({ dev: [renderedFile("a", "b")] }, { wait });
    await expect(refused).rejects.toMatchObject({ code: "REMOTE_LOCKED" });
    await expect(refused).rejects.toThrow(/dev\.lock/u);
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(published("for-each-ref")).toBe(before);
  });

  test("whose lock was left behind by a kill does not stop us in a repository of our own", async () => {
    const locks = [
      "HEAD.lock",
      "refs/heads/environments/dev.lock",
      "refs/notes/hydrator.metadata.lock",
    ];
    const longAgo = new Date(Date.now() - 60_000);
    for (const lock of locks.map(gitopsFile)) {
      writeFileSync(lock, "");
      utimesSync(lock, longAgo, longAgo);
    }
    const { environments } = await repository.publish({ dev: [renderedFile("a", "b")] }, { wait });
    expect(environments[0]?.commit).toMatch(/^[0-9a-f]{40}$/u);
    expect(attempts).toEqual([]);
  });

  test("has a branch in whose place a folder of ours would be", async () => {
    const { publish, published } = repository;
    published("update-ref", "refs/heads/environments/next", "environments/dev");
    const gitops = { ...testGitops, branch: "environments/next/{environment}" };
    const refused = publish({ prod: [renderedFile("a")] }, { gitops, wait });
    await expect(refused).rejects.toMatchObject({ code: "REMOTE_BRANCH_BLOCKED" });
    await expect(refused).rejects.toThrow(/'refs\/heads\/environments\/next' exists/u);
    expect(attempts).toEqual([]);
  });

  test("who is faster each time wins after eight tries, and nothing of ours is left", async () => {
    const { publish, published } = repository;
    const hook = gitopsFile("hooks/pre-receive");
    // Each time that we push, a commit of the same files is put on the branch first.
    const steps = [
      "#!/bin/sh",
      "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES",
      "branch=refs/heads/environments/dev",
      "export GIT_AUTHOR_NAME=o GIT_AUTHOR_EMAIL=o@example.com",
      "export GIT_COMMITTER_NAME=o GIT_COMMITTER_EMAIL=o@example.com",
      'git update-ref $branch $(git commit-tree -p $branch -m other "$branch^{tree}")',
    ];
    writeFileSync(hook, `${steps.join("\n")}\n`);
    chmodSync(hook, 0o755);
    const refused = publish({ dev: [renderedFile("a", "b")] }, { wait });
    await expect(refused).rejects.toMatchObject({ code: "PUBLISH_CONTENDED" });
    await expect(refused).rejects.toThrow(/cannot lock ref/u);
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const subjects = published("log", "--format=%s", "environments/dev").split("\n");
    expect(subjects).toHaveLength(9);
    expect(subjects.filter((subject) => subject === "other")).toHaveLength(8);
  });
});
