import type { BranchState, TreeEntry } from "../model/plan.ts";
import { fetchBlobs, readBranchTexts } from "./git-blobs.ts";
import { branchRef } from "./git-remote.ts";
import { type GitPlace, readGit } from "./git.ts";

export interface Ref {
  readonly tip: string;
  /** The commit at the tip in a few words. */
  readonly says: string;
}

export interface BranchesRequest {
  readonly branches: readonly string[];
  /** By full name. */
  readonly refs: ReadonlyMap<string, Ref>;
  /** The commit that holds the notes. */
  readonly notesTip?: string;
  readonly idDigits: 40 | 64;
  readonly metadataPath: string;
  /** The content of files was left at the remote, and is fetched for those that are read. */
  readonly isBlobless: boolean;
}

/** What branches hold, by name; without a tip where the remote has no such branch. */
export async function readBranches(
  place: GitPlace,
  request: BranchesRequest,
): Promise<ReadonlyMap<string, BranchState>> {
  const { branches, refs, idDigits } = request;
  const tips = branches.flatMap((name) => refs.get(branchRef(name))?.tip ?? []);
  const heads = await readHeads(place, tips, request);
  const texts = await readSaid(place, [...heads.values()], request);
  const states = branches.map((name): readonly [string, BranchState] => {
    const { tip = "", says: tipSays = "" } = refs.get(branchRef(name)) ?? {};
    const head = heads.get(tip);
    if (head === undefined) return [name, { name, idDigits, files: new Map() }];
    return [name, { name, tip, tipSays, files: head.files, idDigits, ...saidOf(head, texts) }];
  });
  return new Map(states);
}

interface Head {
  readonly files: ReadonlyMap<string, TreeEntry>;
  readonly metadataId: string | undefined;
  readonly noteId: string | undefined;
}

/** What is at each tip, by the tip. */
async function readHeads(
  place: GitPlace,
  tips: readonly string[],
  { notesTip, metadataPath }: BranchesRequest,
): Promise<ReadonlyMap<string, Head>> {
  const [notes, ...listed] = await Promise.all([
    listNotes(place, tips, notesTip),
    ...tips.map((tip) => listFiles(place, tip)),
  ]);
  const heads = listed.map((files, index): readonly [string, Head] => {
    const tip = tips[index] ?? "";
    const metadataId = fileId(files.get(metadataPath));
    return [tip, { files, metadataId, noteId: fileId(notes.get(tip)) }];
  });
  return new Map(heads);
}

/** A link or a submodule in the place of a file says nothing. */
function fileId(entry: TreeEntry | undefined): string | undefined {
  return entry?.mode.startsWith("100") === true ? entry.id : undefined;
}

function saidOf(
  { metadataId = "", noteId = "" }: Head,
  texts: ReadonlyMap<string, string>,
): Pick<BranchState, "metadata" | "note"> {
  const [metadata, note] = [texts.get(metadataId), texts.get(noteId)];
  return { ...(metadata !== undefined && { metadata }), ...(note !== undefined && { note }) };
}

/** What the branches say of themselves, and what their notes say, by the blobs' ids. */
async function readSaid(
  place: GitPlace,
  heads: readonly Head[],
  { isBlobless }: BranchesRequest,
): Promise<ReadonlyMap<string, string>> {
  const all = heads.flatMap(({ metadataId, noteId }) => [metadataId, noteId]);
  const ids = all.filter((id) => id !== undefined);
  // Asked for one of them, even for no more than its id, Git would fetch that one alone.
  if (isBlobless) await fetchBlobs(place, ids);
  const files = new Map(ids.map((id) => [id, { mode: "100644", id }]));
  return readBranchTexts(place, { files });
}

/** The notes of commits, by the commit. */
async function listNotes(
  place: GitPlace,
  commits: readonly string[],
  notesTip: string | undefined,
): Promise<ReadonlyMap<string, TreeEntry>> {
  if (notesTip === undefined || commits.length === 0) return new Map();
  const listed = await listFiles(place, notesTip, commits.flatMap(notePaths));
  return new Map([...listed].map(([path, entry]) => [path.replaceAll("/", ""), entry]));
}

/**
 * Where a commit's note may be: the more notes there are, the deeper Git sorts them into folders.
 * @see https://git-scm.com/docs/git-notes#_discussion
 */
function notePaths(commit: string): readonly string[] {
  return [0, 2, 4, 6].map((end) => {
    return commit.slice(0, end).replaceAll(/../gu, "$&/") + commit.slice(end);
  });
}

/** The files of a commit; at these paths, or all. */
async function listFiles(
  place: GitPlace,
  commit: string,
  paths: readonly string[] = [],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const args = ["ls-tree", "-r", "--full-tree", commit, "--", ...paths];
  return parseTree(await readGit(place, { args }));
}

/** Lines of `<mode> <type> <id>\t<path>`, the path quoted where it has to be. */
function parseTree(listed: string): ReadonlyMap<string, TreeEntry> {
  const files = new Map<string, TreeEntry>();
  for (const line of listed.split("\n")) {
    const tab = line.indexOf("\t");
    const id = line.slice(line.lastIndexOf(" ", tab) + 1, tab);
    if (tab > 0) files.set(line.slice(tab + 1), { mode: line.slice(0, 6), id });
  }
  return files;
}
