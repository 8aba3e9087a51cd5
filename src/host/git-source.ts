import { KeelsonError } from "../model/keelson-error.ts";
import type { SourceCommit } from "../model/plan.ts";
import { hasNoEdits } from "./git-edits.ts";
import { withoutCredentials } from "./git-remote.ts";
import { mergeBase } from "./git-worktree.ts";
import { type GitPlace, readGit, runGit } from "./git.ts";

/** Fields of the source commit in the order that they are read, NUL between them. */
const format = ["%H", "%an", "%ae", "%aI", "%cI", "%s", "%b", "%(trailers:only,unfold)"].join(
  "%x00",
);

/**
 * The commit that a folder is checked out at, with the edits in that folder; or a commit of its repository that
 * is named, which has none.
 * @throws SOURCE_MISSING the folder is in no Git repository, it has no commit, or not this one
 */
export async function readSourceCommit(folder: string, named?: string): Promise<SourceCommit> {
  const place = { folder };
  const revision = named ?? "HEAD";
  const [fields, repoUrl, isClean, pushed] = await Promise.all([
    readCommit(place, revision),
    repositoryUrl(place),
    named === undefined ? hasNoEdits(place) : true,
    isPushed(place, revision),
  ]);
  const read = (index: number): string => fields[index] ?? "";
  const committedAt = readableTime(read(4)) ?? noTime;
  return {
    sha: read(0),
    author: { name: read(1) || read(2) || "unknown", email: read(2) },
    authoredAt: readableTime(read(3)) ?? committedAt,
    committedAt,
    subject: read(5),
    body: read(6).trimEnd(),
    trailers: parseTrailers(read(7)),
    repoUrl,
    dirty: !isClean,
    pushed,
  };
}

/** The id of all files of a commit together, by default of the one that a folder is checked out at. */
export async function readTreeId(folder: string, sha = "HEAD"): Promise<string> {
  return (await readGit({ folder }, { args: ["rev-parse", "--verify", `${sha}^{tree}`] })).trim();
}

/** What stands for a time that a commit does not say: always the same, so the same source gives the same commit. */
const noTime = "1970-01-01T00:00:00+00:00";

/** Whoever wrote a commit chose its times: one that other programs do not read would end them. */
function readableTime(time: string): string | undefined {
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** Does some remote have the commit, as far as we know? It is not where there is no such commit. */
async function isPushed(place: GitPlace, revision: string): Promise<boolean> {
  const contains = `--contains=${revision}^{commit}`;
  const args = ["for-each-ref", "--count=1", contains, "refs/remotes/"];
  return (await runGit(place, { args })).stdout !== "";
}

/** Where a Git remote of this name points; undefined when there is none. */
export async function remoteUrl(folder: string, name: string): Promise<string | undefined> {
  const remotes = await readRemotes({ folder }, "push");
  return remotes.get(name);
}

/** How `older` stands to `newer`: see the source relation of a plan. */
export async function compareSources(
  folder: string,
  onBranch: string,
  atHand: string,
): Promise<"same" | "older" | "newer" | "diverged" | "unknown"> {
  if (onBranch === atHand) return "same";
  const place = { folder };
  const commit = `${onBranch}^{commit}`;
  if ((await runGit(place, { args: ["cat-file", "-e", commit] })).exitCode !== 0) return "unknown";
  const base = await mergeBase(place, onBranch, atHand);
  if (base === onBranch) return "older";
  if (base === atHand) return "newer";
  return (await isShallow(place)) ? "unknown" : "diverged";
}

/** Where history is cut off, what leads from one commit to another may be missing. */
async function isShallow(place: GitPlace): Promise<boolean> {
  const { stdout } = await runGit(place, { args: ["rev-parse", "--is-shallow-repository"] });
  return stdout.trim() !== "false";
}

/** The fields of `format`. */
async function readCommit(place: GitPlace, revision: string): Promise<readonly string[]> {
  const how = ["--no-patch", "--no-show-signature", `--format=${format}`, "--end-of-options"];
  const { exitCode, stdout } = await runGit(place, {
    args: ["show", ...how, `${revision}^{commit}`],
  });
  if (exitCode === 0) return stdout.split("\0");
  throw new KeelsonError(`there is no source commit ${revision} here`, {
    code: "SOURCE_MISSING",
    fault: "input",
    fix: "publish from a Git repository with at least one commit, and name a commit that it has",
  });
}

async function repositoryUrl(place: GitPlace): Promise<string> {
  const remotes = await readRemotes(place, "fetch");
  const url = remotes.get("origin") ?? [...remotes.values()][0] ?? "";
  return isPath(url) ? "" : withoutCredentials(url);
}

/** URLs of the Git remotes by name, in Git's order. */
async function readRemotes(
  place: GitPlace,
  way: "fetch" | "push",
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runGit(place, { args: ["remote", "--verbose"] });
  const lines = stdout.matchAll(/^(\S+)\t(.+) \((fetch|push)\)/gmu);
  return new Map(
    [...lines].flatMap(([, name = "", url = "", its]) => (its === way ? [[name, url]] : [])),
  );
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
