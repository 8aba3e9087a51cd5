import { simpleGit, type SimpleGit } from "simple-git";
import { KeelsonError } from "../model/keelson-error.ts";
import type { SourceCommit } from "../model/plan.ts";
import { hideCredentials } from "./git-remote.ts";

/** Fields of the source commit in the order that they are read, NUL between them. */
const format = ["%H", "%an", "%ae", "%aI", "%cI", "%s", "%b", "%(trailers:only,unfold)"].join(
  "%x00",
);

/**
 * The commit that a folder is checked out at, or another one of its repository.
 * @throws SOURCE_MISSING the folder is in no Git repository, it has no commit, or not this one
 */
export async function readSourceCommit(folder: string, revision = "HEAD"): Promise<SourceCommit> {
  const git = openGit(folder);
  const commit = `${revision}^{commit}`;
  const [fields, repoUrl, isClean, pushedTo] = await Promise.all([
    readCommit(git, revision),
    repositoryUrl(git),
    revision === "HEAD" ? hasNoEdits(git) : true,
    // It fails where there is no such commit, which is said by the call that reads it.
    git.raw(["for-each-ref", "--count=1", `--contains=${commit}`, "refs/remotes/"]).catch(() => ""),
  ]);
  const read = (index: number): string => fields[index] ?? "";
  return {
    sha: read(0),
    author: { name: read(1), email: read(2) },
    authoredAt: read(3),
    committedAt: read(4),
    subject: read(5),
    body: read(6).trimEnd(),
    trailers: parseTrailers(read(7)),
    repoUrl,
    dirty: !isClean,
    pushed: pushedTo !== "",
  };
}

/** Folders that we write while we run count for nothing, whether the repository ignores them or not. */
async function hasNoEdits(git: SimpleGit): Promise<boolean> {
  const ours = [".build", ".cache"].map((folder) => `:(top,exclude)${folder}`);
  return (await git.raw(["status", "--porcelain", "--", ":(top)", ...ours])) === "";
}

/** Where a Git remote of this name points; undefined when there is none. */
export async function remoteUrl(folder: string, name: string): Promise<string | undefined> {
  const remotes = await openGit(folder).getRemotes(true);
  return remotes.find((remote) => remote.name === name)?.refs.push;
}

/** How `older` stands to `newer`: see the source relation of a plan. */
export async function compareSources(
  folder: string,
  onBranch: string,
  atHand: string,
): Promise<"same" | "older" | "newer" | "diverged" | "unknown"> {
  if (onBranch === atHand) return "same";
  const git = openGit(folder);
  if (!(await isCommit(git, onBranch))) return "unknown";
  const base = await mergeBase(git, onBranch, atHand);
  if (base === onBranch) return "older";
  if (base === atHand) return "newer";
  return "diverged";
}

/** A call is over when its streams are closed; simple-git would wait 50 ms more. */
function openGit(folder: string): SimpleGit {
  return simpleGit({ baseDir: folder, completion: { onClose: true, onExit: false } });
}

async function mergeBase(git: SimpleGit, a: string, b: string): Promise<string> {
  try {
    return (await git.raw(["merge-base", a, b])).trim();
  } catch {
    // Two histories without a common commit.
    return "";
  }
}

async function isCommit(git: SimpleGit, sha: string): Promise<boolean> {
  try {
    await git.raw(["cat-file", "-e", `${sha}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}

/** The fields of `format`. */
async function readCommit(git: SimpleGit, revision: string): Promise<readonly string[]> {
  const how = ["--no-patch", "--no-show-signature", `--format=${format}`, "--end-of-options"];
  try {
    return (await git.raw(["show", ...how, `${revision}^{commit}`])).split("\0");
  } catch (cause) {
    throw new KeelsonError(`there is no source commit ${revision} here`, {
      code: "SOURCE_MISSING",
      fault: "input",
      fix: "publish from a Git repository with at least one commit, and name a commit that it has",
      cause,
    });
  }
}

async function repositoryUrl(git: SimpleGit): Promise<string> {
  const remotes = await git.getRemotes(true);
  const remote = remotes.find(({ name }) => name === "origin") ?? remotes[0];
  const url = remote?.refs.fetch ?? "";
  return isPath(url) ? "" : hideCredentials(url).replace("://***@", "://");
}

/** A path on this machine tells no one else anything. */
function isPath(url: string): boolean {
  return url.startsWith("file:") || !/^[^/]+:/u.test(url);
}

function parseTrailers(said: string): SourceCommit["trailers"] {
  return said.split("\n").flatMap((line) => {
    const mark = line.indexOf(":");
    return mark < 1 ? [] : [[line.slice(0, mark).trim(), line.slice(mark + 1).trim()] as const];
  });
}
