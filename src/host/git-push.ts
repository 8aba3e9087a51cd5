import type { KeelsonError } from "../model/keelson-error.ts";
import type { Plan } from "../model/plan.ts";
import {
  commitStream,
  type CommitToBuild,
  notesMessage,
  type NotesToBuild,
  noteStream,
} from "./git-fast-import.ts";
import type { CommitIdentity } from "./git-identity.ts";
import { isContended, remoteError } from "./git-remote-error.ts";
import { branchRef } from "./git-remote.ts";
import { signCommit } from "./git-sign.ts";
import { notesRef, type Store } from "./git-store.ts";
import { writeTree } from "./git-tree.ts";
import { type GitCall, type GitPlace, readGit, runGit, target } from "./git.ts";

const builtNotes = "refs/keelson/notes";

export interface PushRequest {
  readonly plans: readonly Plan[];
  /** Asked for only when there is something to commit. Default: each source commit's author, no signature. */
  readonly identity?: () => Promise<CommitIdentity>;
}

/** New tips by branch; or, when another writer was in the way and nothing was pushed, what Git said. */
export type PushResult = ReadonlyMap<string, string> | KeelsonError;

/**
 * Build the planned commits and notes beside what was fetched and push them all at once, or none.
 * @throws REMOTE_AUTH, REMOTE_PROTECTED, REMOTE_LOCKED, REMOTE_UNREACHABLE
 */
export async function pushPlans(store: Store, request: PushRequest): Promise<PushResult> {
  const isIdle = request.plans.every(
    ({ commit, note }) => commit === undefined && note === undefined,
  );
  if (isIdle) return new Map();
  const place = await store.prepare();
  const identity = (await request.identity?.()) ?? {};
  return pushFrom({ ...store, place }, { plans: request.plans, identity });
}

interface BuildRequest {
  readonly plans: readonly Plan[];
  readonly identity: CommitIdentity;
}

async function pushFrom(store: Store, request: BuildRequest): Promise<PushResult> {
  const built = await buildCommits(store, request);
  const notes = await buildNotes(store, request, built);
  if (built.size === 0 && notes === undefined) return built;
  const specs = [...built].map(([branch, id]) => `${id}:${branchRef(branch)}`);
  const leases = [...built.keys()].map((branch) => {
    const tip = store.branches.get(branch)?.tip ?? "";
    return `--force-with-lease=${branchRef(branch)}:${tip}`;
  });
  if (notes !== undefined) {
    specs.push(`${notes}:${notesRef}`);
    leases.push(`--force-with-lease=${notesRef}:${store.notesTip ?? ""}`);
  }
  const args = [
    "push",
    "--porcelain",
    "--quiet",
    "--no-verify",
    "--atomic",
    // To say what changed in fewer bytes, Git would first get the old content that was left at the remote.
    store.remote.embedded === undefined ? "--no-thin" : "--thin",
    ...leases,
    target,
    ...specs,
  ];
  const result = await runGit(store.place, { args });
  if (result.exitCode === 0) return built;
  const error = remoteError(store.remote, result);
  if (isContended(result, error)) return error;
  throw error;
}

/** Commits by the branch they are for. */
async function buildCommits(
  store: Store,
  { plans, identity }: BuildRequest,
): Promise<ReadonlyMap<string, string>> {
  const planned = plans.map(async ({ commit, branch, tip }, index) => {
    if (commit === undefined) return [];
    const ref = `refs/keelson/${index}`;
    const parents = [tip, commit.alsoParent].filter((id) => id !== undefined);
    const tree = await writeTree(store.place, { files: commit.files, index: `index-${index}` });
    return [{ branch, commit, ref, tree, parents }];
  });
  const commits = (await Promise.all(planned)).flat();
  if (commits.length === 0) return new Map();
  await readGit(store.place, fastImport(commitStream(commits, identity.committer)));
  const ids = commits.map(async (commit) => {
    const id = await finishCommit(store.place, commit, identity);
    return [commit.branch, id] as const;
  });
  return new Map(await Promise.all(ids));
}

async function finishCommit(
  place: GitPlace,
  { branch, commit, ref, parents }: CommitToBuild,
  { committer = commit.author, signing }: CommitIdentity,
): Promise<string> {
  if (signing === undefined)
    return (await readGit(place, { args: ["rev-parse", "--verify", ref] })).trim();
  const what = `the commit for ${branch}`;
  return signCommit({ ...place, settings: signing }, { ...commit, what, ref, parents, committer });
}

/** The commit that holds the notes, or nothing when there is none to push. */
async function buildNotes(
  store: Store,
  { plans, identity }: BuildRequest,
  built: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const notes = plans.flatMap(({ branch, tip, note }) => {
    const commit = built.get(branch) ?? tip;
    return note === undefined || commit === undefined ? [] : [[commit, note] as const];
  });
  const newest = plans
    .map(({ source }) => source)
    .toSorted(byTime)
    .at(-1);
  if (notes.length === 0 || newest === undefined) return undefined;
  const commit: NotesToBuild = {
    ref: builtNotes,
    committer: identity.committer ?? newest.author,
    committedAt: newest.committedAt,
    notes: new Map(notes),
    ...(store.notesTip === undefined ? {} : { parent: store.notesTip }),
  };
  await readGit(store.place, fastImport(noteStream(commit)));
  return identity.signing === undefined ? builtNotes : signNotes(store, commit, identity.signing);
}

function signNotes(
  { place }: Store,
  { ref, parent, committer, committedAt }: NotesToBuild,
  settings: NonNullable<CommitIdentity["signing"]>,
): Promise<string> {
  return signCommit(
    { ...place, settings },
    {
      what: "the commit of the notes",
      ref,
      parents: parent === undefined ? [] : [parent],
      message: notesMessage,
      author: committer,
      authoredAt: committedAt,
      committer,
      committedAt,
    },
  );
}

function byTime(a: Plan["source"], b: Plan["source"]): number {
  return Date.parse(a.committedAt) - Date.parse(b.committedAt);
}

function fastImport(input: string): GitCall {
  return { args: ["fast-import", "--quiet", "--done"], input };
}
