import type { BranchState, TreeEntry } from "../model/plan.ts";
import { blobIds, fetchBlobs, readBlobs } from "./git-blobs.ts";
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
  const { branches, refs, idDigits, metadataPath } = request;
  const tips = branches.flatMap((name) => refs.get(branchRef(name))?.tip ?? []);
  const [records, ...listed] = await Promise.all([
    readRecords(place, tips, request),
    ...tips.map((tip) => listFiles(place, tip)),
  ]);
  const states = branches.map((name): readonly [string, BranchState] => {
    const ref = refs.get(branchRef(name));
    if (ref === undefined) return [name, { name, idDigits, files: new Map() }];
    const files = listed[tips.indexOf(ref.tip)] ?? new Map<string, TreeEntry>();
    const { metadata, note } = records.get(ref.tip) ?? {};
    // A link or a submodule in its place says nothing.
    const isFile = files.get(metadataPath)?.mode.startsWith("100") === true;
    const says = {
      ...(isFile && metadata !== undefined ? { metadata } : {}),
      ...(note === undefined ? {} : { note }),
    };
    return [name, { name, tip: ref.tip, tipSays: ref.says, files, idDigits, ...says }];
  });
  return new Map(states);
}

interface TipRecord {
  readonly metadata: string | undefined;
  readonly note: string | undefined;
}

/** What is said of each tip, by the tip: on its branch, and in its note. */
async function readRecords(
  place: GitPlace,
  tips: readonly string[],
  { metadataPath, notesTip, isBlobless }: BranchesRequest,
): Promise<ReadonlyMap<string, TipRecord>> {
  if (tips.length === 0) return new Map();
  const names = tips.map((tip) => {
    const notes = notesTip === undefined ? [] : notePaths(tip);
    return [`${tip}:${metadataPath}`, ...notes.map((path) => `${notesTip}:${path}`)];
  });
  if (isBlobless) await fetchBlobs(place, await blobIds(place, names.flat()));
  const texts = await readBlobs(place, names.flat());
  const each = names[0]?.length ?? 0;
  return new Map(
    tips.map((tip, index) => {
      const [metadata, ...notes] = texts.slice(index * each, (index + 1) * each);
      return [tip, { metadata, note: notes.find((text) => text !== undefined) }];
    }),
  );
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

/** The files of a commit. */
async function listFiles(place: GitPlace, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  return parseTree(await readGit(place, { args: ["ls-tree", "-r", "--full-tree", commit] }));
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
