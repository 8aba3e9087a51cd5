import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BranchState } from "../model/plan.ts";
import { isThere, sweepOld } from "./files.ts";
import { readBranches } from "./git-branch.ts";
import { remoteError } from "./git-remote-error.ts";
import { branchRef, type Remote } from "./git-remote.ts";
import { type GitPlace, readGit, runGit, target } from "./git.ts";

export const notesRef = "refs/notes/hydrator.metadata";

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
  readonly place: GitPlace;
  readonly remote: Remote;
  readonly branches: ReadonlyMap<string, BranchState>;
  readonly notesTip?: string;
  readonly close: () => Promise<void>;
}

/**
 * Look at the remote's branches through a repository of our own, without a work tree, that goes when it
 * is closed. A missing remote below `.build/` is made.
 * @throws REMOTE_AUTH, REMOTE_UNREACHABLE
 */
export async function openStore(request: StoreRequest): Promise<Store> {
  const { root, remote, signal } = request;
  if (remote.embedded !== undefined) await makeEmbedded(remote.embedded, request.branches[0]);
  const cache = join(root, ".cache");
  await sweepOld(cache, /^publish-.*\.git$/u);
  const reach = { remote: remote.address, ...(signal === undefined ? {} : { signal }) };
  const tips = await readTips({ folder: cache, ...reach }, request);
  const idDigits = [...tips.values()].some((tip) => tip.length === 64) ? 64 : 40;
  const place: GitPlace = { folder: join(cache, `publish-${randomUUID()}.git`), ...reach };
  const close = (): Promise<void> => rm(place.folder, { recursive: true, force: true });
  try {
    await makeBare(place.folder, `--object-format=${idDigits === 64 ? "sha256" : "sha1"}`);
    await takeTips(place, request, tips);
    const isBlobless = remote.embedded === undefined;
    const branches = await readBranches(place, { ...request, tips, idDigits, isBlobless });
    const notesTip = tips.get(notesRef);
    return { place, remote, branches, close, ...(notesTip === undefined ? {} : { notesTip }) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tips by full ref name; a ref that is not there is left out. */
async function readTips(
  place: GitPlace,
  { remote, branches }: StoreRequest,
): Promise<ReadonlyMap<string, string>> {
  const refs = [...branches.map(branchRef), notesRef];
  const result = await runGit(place, { args: ["ls-remote", "--quiet", target, ...refs] });
  if (result.exitCode !== 0) throw remoteError(remote, result);
  const lines = result.stdout.split("\n").map((line) => line.split("\t"));
  const tips = lines.flatMap(([tip, ref]) =>
    tip !== undefined && ref !== undefined && refs.includes(ref) ? [[ref, tip] as const] : [],
  );
  return new Map(tips);
}

/** Our own repository on this disk is read where it lies; another one is fetched. */
async function takeTips(
  place: GitPlace,
  request: StoreRequest,
  tips: ReadonlyMap<string, string>,
): Promise<void> {
  if (tips.size === 0) return;
  const { embedded } = request.remote;
  if (embedded === undefined) return fetchTips(place, request, [...tips.keys()]);
  await writeFile(join(place.folder, "objects/info/alternates"), `${join(embedded, "objects")}\n`);
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
  await makeBare(draft, `--initial-branch=${firstBranch}`);
  const args = ["config", "uploadpack.allowFilter", "true"];
  await readGit({ folder: draft }, { args });
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isThere(join(folder, "HEAD")))) throw error;
  }
}

async function makeBare(folder: string, option: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await readGit({ folder }, { args: ["init", "--quiet", "--bare", "--template=", option, "."] });
}
