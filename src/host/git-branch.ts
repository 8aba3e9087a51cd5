import type { BranchState, TreeEntry } from "../model/plan.ts";
import { readBranchTexts } from "./git-blobs.ts";
import { branchRef } from "./git-remote.ts";
import { type GitPlace, readGit, runGit, target } from "./git.ts";

export interface Ref {
  readonly tip: string;
  /** The commit at the tip in a few words. */
  readonly says: string;
}

export interface BranchesRequest {
  readonly branches: readonly string[];
  /** By full name. */
  readonly refs: ReadonlyMap<string, Ref>;
  readonly idDigits: 40 | 64;
  readonly metadataPath: string;
  /** The content of files was left at the remote, and is fetched for those that are read. */
  readonly isBlobless: boolean;
}

interface Head {
  readonly name: string;
  readonly tip: string;
  readonly tipSays: string;
  readonly files: ReadonlyMap<string, TreeEntry>;
  readonly metadataBlob?: string;
  readonly noteBlob?: string;
}

/** What branches hold, by name; without a tip where the remote has no such branch. */
export async function readBranches(
  place: GitPlace,
  request: BranchesRequest,
): Promise<ReadonlyMap<string, BranchState>> {
  const { branches, idDigits } = request;
  const heads = await Promise.all(branches.map((name) => readHead(place, name, request)));
  const wanted = heads.flatMap((head) => [head?.metadataBlob, head?.noteBlob]);
  if (request.isBlobless) await fetchBlobs(place, wanted);
  const states = branches.map(async (name, index): Promise<readonly [string, BranchState]> => {
    const head = heads[index];
    if (head === undefined) return [name, { name, idDigits, files: new Map() }];
    const { metadataBlob, noteBlob, ...rest } = head;
    const blobs: readonly (readonly [string, string | undefined])[] = [
      ["metadata", metadataBlob],
      ["note", noteBlob],
    ];
    const files = blobs.flatMap(([key, id]) =>
      id === undefined ? [] : [[key, { mode: "100644", id }] as const],
    );
    const texts = await readBranchTexts(place, { name, files: new Map(files) });
    return [name, { ...rest, ...Object.fromEntries(texts), idDigits }];
  });
  return new Map(await Promise.all(states));
}

async function readHead(
  place: GitPlace,
  name: string,
  { metadataPath, refs }: BranchesRequest,
): Promise<Head | undefined> {
  const ref = refs.get(branchRef(name));
  if (ref === undefined) return undefined;
  const { tip, says } = ref;
  const [listed, noteBlob] = await Promise.all([
    readGit(place, { args: ["ls-tree", "-r", "--full-tree", tip] }),
    noteOf(place, tip),
  ]);
  const files = parseTree(listed);
  const metadata = files.get(metadataPath);
  // A link or a submodule in its place says nothing.
  const metadataBlob = metadata?.mode.startsWith("100") === true ? metadata.id : undefined;
  return {
    name,
    tip,
    tipSays: says,
    files,
    ...(metadataBlob === undefined ? {} : { metadataBlob }),
    ...(noteBlob === undefined ? {} : { noteBlob }),
  };
}

/** Get all blobs of a store without content in one go; reading one that did not come would fetch it, or say why it cannot. */
export async function fetchBlobs(
  place: GitPlace,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  if (wanted.length === 0) return;
  const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin"];
  const args = ["-c", "fetch.negotiationAlgorithm=noop", "fetch", ...how, target];
  await runGit(place, { args, input: `${wanted.join("\n")}\n` });
}

/** The blob of a commit's note. */
async function noteOf(place: GitPlace, commit: string): Promise<string | undefined> {
  const args = ["notes", "--ref=hydrator.metadata", "list", commit];
  const { exitCode, stdout } = await runGit(place, { args });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Lines of `<mode> <type> <id>\t<path>`, the path quoted where it has to be. */
function parseTree(listed: string): ReadonlyMap<string, TreeEntry> {
  const files = new Map<string, TreeEntry>();
  for (const line of listed.split("\n")) {
    const tab = line.indexOf("\t");
    const [mode, , id] = line.slice(0, tab).split(" ");
    if (mode !== undefined && id !== undefined) files.set(line.slice(tab + 1), { mode, id });
  }
  return files;
}
