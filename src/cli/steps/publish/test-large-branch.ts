import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { renderedFile, type TestRepository } from "./test-repository.ts";

export interface History {
  readonly commits: number;
  /** Size of all that the oldest commits hold and no later one does. */
  readonly sizeBytes: number;
}

const branch = "environments/prod";
const blobBytes = 10_000_000;

/** Publish to prod, on a server whose branch then gets this history, and give the server's address. */
export async function publishToServer(
  repository: TestRepository,
  history?: History,
): Promise<string> {
  const { root, git, commit, publish } = repository;
  await publish({ prod: [renderedFile("a")] });
  const folder = join(root, ".build/gitops.git");
  if (history !== undefined) await growBranch(folder, history);
  const remote = `file://${folder}`;
  git("remote", "set-url", "origin", remote);
  commit("feat: change");
  git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  git("fetch", "--quiet", "origin", "main:refs/remotes/origin/main");
  return remote;
}

/** Give a branch a long history and much weight: what a GitOps repository looks like after years. */
async function growBranch(folder: string, { commits, sizeBytes }: History): Promise<void> {
  const child = spawn("git", ["fast-import", "--quiet", "--done"], { cwd: folder, stdio: "pipe" });
  const ended = once(child, "exit");
  const write = async (data: string | Uint8Array): Promise<void> => {
    if (!child.stdin.write(data)) await once(child.stdin, "drain");
  };
  await write("feature done\n");
  const blobs = Math.ceil(sizeBytes / blobBytes);
  for (let index = 0; index < commits; index += 1) {
    const at = 1_600_000_000 + index;
    await write(
      `commit refs/heads/${branch}\ncommitter A <a@example.com> ${at} +0000\ndata 2\nx\n`,
    );
    if (index === 0) await write(`from refs/heads/${branch}^0\n`);
    if (index < blobs) {
      await write(`M 100644 inline large\ndata ${blobBytes}\n`);
      await write(randomBytes(blobBytes));
      await write("\n");
    } else {
      const text = `${index}\n`;
      await write(
        `${index === blobs ? "D large\n" : ""}M 100644 inline count\ndata ${text.length}\n${text}\n`,
      );
    }
  }
  // The last commit holds what the first one held, so that the branch is as it was.
  await write(
    `commit refs/heads/${branch}\ncommitter A <a@example.com> 1700000000 +0000\ndata 2\nx\nD count\n`,
  );
  child.stdin.end("done\n");
  await ended;
  if (child.exitCode !== 0) throw new Error(`git fast-import ended with ${child.exitCode}`);
}
