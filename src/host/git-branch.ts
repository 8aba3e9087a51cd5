import type { BranchState, TreeEntry } from "../model/plan.ts";
import { fetchBlobs, readBlobs } from "./git-blobs.ts";
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
  const tips = [...new Set(branches.flatMap((name) => refs.get(branchRef(name))?.tip ?? []))];
  const [said, ...listed] = await Promise.all([
    readSaid(place, tips, request),
    ...tips.map((tip) => listFiles(place, tip)),
  ]);
  const states = branches.map((name): readonly [string, BranchState] => {
    const ref = refs.get(branchRef(name));
    if (ref === undefined) return [name, { name, idDigits, files: new Map() }];
    const { tip, says: tipSays } = ref;
    const files = listed[tips.indexOf(tip)] ?? new Map<string, TreeEntry>();
    const { metadata, note } = said.get(tip) ?? {};
    const says = {
      ...(isFile(files.get(metadataPath)) && metadata !== undefined && { metadata }),
      ...(note !== undefined && { note }),
    };
    return [name, { name, tip, tipSays, files, idDigits, ...says }];
  });
  return new Map(states);
}

/** A link or a submodule in the place of a file says nothing. */
function isFile(entry: TreeEntry | undefined): entry is TreeEntry {
  return entry?.mode.startsWith("100") === true;
}

interface Said {
  readonly metadata: string | undefined;
  readonly note: string | undefined;
}

/** What is said of each tip, by the tip: on its branch, and in its note. */
async function readSaid(
  place: GitPlace,
  tips: readonly string[],
  { metadataPath, notesTip, isBlobless }: BranchesRequest,
): Promise<ReadonlyMap<string, Said>> {
  const names = tips.map((tip) => {
    const notes = notesTip === undefined ? [] : notePaths(tip);
    return [`${tip}:${metadataPath}`, ...notes.map((path) => `${notesTip}:${path}`)];
  });
  const all = names.flat();
  const found = isBlobless ? await fetchNamed(place, all) : new Map(all.map((one) => [one, one]));
  const texts = await readBlobs(place, [...found.values()]);
  const byName = new Map([...found.keys()].map((name, index) => [name, texts[index]] as const));
  return new Map(
    tips.map((tip, index) => {
      const [metadata, ...notes] = (names[index] ?? []).map((name) => byName.get(name));
      return [tip, { metadata, note: notes.find((text) => text !== undefined) }];
    }),
  );
}

/**
 * Get all that is named as `<commit>:<path>` at once, and give its ids by the names. Asked for what is not here,
 * even for no more than its id, Git would fetch one after the other.
 */
async function fetchNamed(
  place: GitPlace,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const byCommit = Map.groupBy(names, (name) => name.slice(0, name.indexOf(":")));
  const listed = [...byCommit].map(async ([commit, its]) => {
    const paths = its.map((name) => name.slice(commit.length + 1));
    const files = await listFiles(place, commit, paths);
    return paths.flatMap((path) => {
      const entry = files.get(path);
      return isFile(entry) ? [[`${commit}:${path}`, entry.id] as const] : [];
    });
  });
  const ids = new Map((await Promise.all(listed)).flat());
  await fetchBlobs(place, [...ids.values()]);
  return ids;
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
