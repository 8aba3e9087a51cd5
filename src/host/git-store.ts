import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BranchState } from "../model/plan.ts";
import { isThere, sweepOld } from "./files.ts";
import { readBranches, type Ref } from "./git-branch.ts";
import { dropAbandonedLocks } from "./git-locks.ts";
import { remoteError } from "./git-remote-error.ts";
import { branchRef, type Remote } from "./git-remote.ts";
import { type GitPlace, readGit, runGit, target } from "./git.ts";

const leftBehind = /^publish-.*\.git$/u;
export const notesRef = "refs/notes/hydrator.metadata";
const refFormat =
  "%(refname)%09%(objectname)%09%(objectname:short) by %(authorname): %(contents:subject)";

export interface StoreRequest {
  readonly root: string;
  readonly remote: Remote;
  /** Branches that are read and may be written. */
  readonly branches: readonly string[];
  /** Path of the metadata on the branches. */
  readonly metadataPath: string;
  /** Fetch the files' content too, at once, to read all of it. */
  readonly content?: boolean;
  readonly signal?: AbortSignal;
}

/** What is on the remote's branches, fetched without history and without the files' content. */
export interface Store {
  /** Where the branches are read. */
  readonly place: GitPlace;
  /** Make ready where commits are built and pushed from, and say where. */
  readonly prepare: () => Promise<GitPlace>;
  readonly remote: Remote;
  readonly branches: ReadonlyMap<string, BranchState>;
  readonly notesTip?: string;
  readonly close: () => Promise<void>;
}

/**
 * Look at the remote's branches. Our own repository on this disk is read where it lies, and made when it
 * is missing; of another one the tips are fetched into a repository without a work tree, which goes when
 * the store is closed.
 * @throws REMOTE_AUTH, REMOTE_UNREACHABLE
 */
export async function openStore(request: StoreRequest): Promise<Store> {
  const { root, remote, signal } = request;
  const reach = { remote: remote.address, ...(signal === undefined ? {} : { signal }) };
  const draft = { folder: join(root, ".cache", `publish-${randomUUID()}.git`), ...reach };
  const close = (): Promise<void> => rm(draft.folder, { recursive: true, force: true });
  try {
    const { embedded } = remote;
    const opened =
      embedded === undefined
        ? await openFetched(request, draft)
        : await openEmbedded(request, draft, { folder: embedded, ...reach });
    return { ...opened, remote, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Opened = Omit<Store, "remote" | "close">;

async function openFetched(request: StoreRequest, draft: GitPlace): Promise<Opened> {
  const cache = dirname(draft.folder);
  await sweepOld(cache, leftBehind);
  const { tips, idDigits } = await readTips({ ...draft, folder: cache }, request);
  await makeBare(draft.folder, formatOption(idDigits));
  if (tips.size > 0) await fetchTips(draft, request, [...tips.keys()]);
  const state = await readState(draft, { ...request, idDigits }, await readRefs(draft, request));
  return { ...state, prepare: () => Promise.resolve(draft) };
}

async function openEmbedded(
  request: StoreRequest,
  draft: GitPlace,
  own: GitPlace,
): Promise<Opened> {
  await makeEmbedded(own.folder, request.branches[0]);
  const refs = await readRefs(own, request);
  const tips = new Map([...refs].map(([name, { tip }]) => [name, tip]));
  const idDigits = digitsOf(tips);
  const prepare = async (): Promise<GitPlace> => {
    await sweepOld(dirname(draft.folder), leftBehind);
    await dropAbandonedLocks(own.folder, [...request.branches.map(branchRef), notesRef]);
    await makeBare(draft.folder, formatOption(idDigits));
    await borrowTips(draft, own.folder, tips);
    return draft;
  };
  return { ...(await readState(own, { ...request, idDigits }, refs)), prepare };
}

async function readState(
  place: GitPlace,
  request: StoreRequest & Pick<RemoteTips, "idDigits">,
  refs: ReadonlyMap<string, Ref>,
): Promise<Omit<Opened, "prepare">> {
  const isBlobless = request.remote.embedded === undefined;
  const notesTip = refs.get(notesRef)?.tip;
  const notes = notesTip === undefined ? {} : { notesTip };
  const branches = await readBranches(place, { ...request, ...notes, refs, isBlobless });
  return { place, branches, ...notes };
}

function digitsOf(tips: ReadonlyMap<string, string>): 40 | 64 {
  return [...tips.values()].some((tip) => tip.length === 64) ? 64 : 40;
}

function formatOption(idDigits: 40 | 64): string {
  return `--object-format=${idDigits === 64 ? "sha256" : "sha1"}`;
}

/** The branches and the notes, as far as they are in this repository, by full name. */
async function readRefs(
  place: GitPlace,
  { remote, branches }: StoreRequest,
): Promise<ReadonlyMap<string, Ref>> {
  const names = [...branches.map(branchRef), notesRef];
  const args = ["for-each-ref", `--format=${refFormat}`, ...names];
  const result = await runGit(place, { args });
  if (result.exitCode !== 0) throw remoteError(remote, result);
  const refs = result.stdout.split("\n").map((line) => line.split("\t"));
  return new Map(
    refs.flatMap(([name = "", tip = "", ...says]) =>
      names.includes(name) ? [[name, { tip, says: says.join("\t") }] as const] : [],
    ),
  );
}

interface RemoteTips {
  /** By full ref name; a ref that is not there is left out. */
  readonly tips: ReadonlyMap<string, string>;
  readonly idDigits: 40 | 64;
}

/** Before our first branch is there, the hash of the remote's ids is seen by its default branch. */
async function readTips(place: GitPlace, { remote, branches }: StoreRequest): Promise<RemoteTips> {
  const refs = [...branches.map(branchRef), notesRef];
  const result = await runGit(place, { args: ["ls-remote", "--quiet", target, "HEAD", ...refs] });
  if (result.exitCode !== 0) throw remoteError(remote, result);
  const lines = result.stdout.split("\n").map((line) => line.split("\t"));
  const all = lines.flatMap(([tip, ref]) =>
    tip !== undefined && ref !== undefined ? [[ref, tip] as const] : [],
  );
  const tips = new Map(all.filter(([ref]) => refs.includes(ref)));
  return { tips, idDigits: digitsOf(new Map(all)) };
}

/** What is built goes on from objects that stay where they are. */
async function borrowTips(
  place: GitPlace,
  from: string,
  tips: ReadonlyMap<string, string>,
): Promise<void> {
  await writeFile(join(place.folder, "objects/info/alternates"), `${join(from, "objects")}\n`);
  const input = [...tips].map(([ref, tip]) => `create ${ref} ${tip}\n`).join("");
  await readGit(place, { args: ["update-ref", "--stdin"], input });
}

/** Trees and commits of the tips alone; Git gets a file's content later where it is asked for. */
async function fetchTips(
  place: GitPlace,
  { remote, content }: StoreRequest,
  refs: readonly string[],
): Promise<void> {
  const filter = content === true ? [] : ["--filter=blob:none"];
  const how = ["--quiet", "--depth=1", ...filter, "--no-tags", "--no-write-fetch-head"];
  const specs = refs.map((ref) => `+${ref}:${ref}`);
  const result = await runGit(place, { args: ["fetch", ...how, target, ...specs] });
  if (result.exitCode !== 0) throw remoteError(remote, result);
}

/** Made beside its place and moved there whole: another publish, or a kill, finds all of it or nothing. */
async function makeEmbedded(folder: string, firstBranch = "main"): Promise<void> {
  if (await isThere(join(folder, "HEAD"))) return;
  const draft = `${folder}.${randomUUID()}`;
  // Without a ref, nothing tells which hash a repository has: ours has the same one whatever Git's default is.
  await makeBare(draft, formatOption(40), `--initial-branch=${firstBranch}`);
  const args = ["config", "--file", "config", "uploadpack.allowFilter", "true"];
  await readGit({ folder: draft }, { args });
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isThere(join(folder, "HEAD")))) throw error;
  }
}

async function makeBare(folder: string, ...options: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await readGit(
    { folder },
    { args: ["init", "--quiet", "--bare", "--template=", ...options, "."] },
  );
}
