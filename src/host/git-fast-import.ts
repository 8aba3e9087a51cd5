import type { Person, PlannedCommit } from "../model/plan.ts";

/** A commit to build on its parent, kept under a private name. */
export interface CommitToBuild {
  readonly branch: string;
  readonly commit: PlannedCommit;
  readonly ref: string;
  /** Id of the tree that holds the commit's files; see `writeTree`. */
  readonly tree: string;
  /** None: the branch begins here. */
  readonly parents: readonly string[];
}

export interface NotesToBuild {
  readonly ref: string;
  readonly parent?: string;
  readonly committedAt: string;
  readonly committer: Person;
  /** Note texts by the commit they are on. */
  readonly notes: ReadonlyMap<string, string>;
}

export const notesMessage = "Note what the environments were rendered from\n";

/**
 * The stream that makes `git fast-import` build the commits. Their trees are made beforehand: it looks
 * through a folder from the start for each file that it puts there.
 */
export function commitStream(commits: readonly CommitToBuild[], committer?: Person): string {
  const texts = commits.flatMap(({ commit }) => [...commit.texts.values()]);
  const blobs = texts.map((text) => `blob\n${block(text)}`);
  const parts = commits.map(({ commit, ref, tree, parents: [first, ...merged] }) => [
    `commit ${ref}\n`,
    `author ${signature(commit.author, commit.authoredAt)}\n`,
    `committer ${signature(committer ?? commit.author, commit.committedAt)}\n`,
    block(commit.message),
    first === undefined ? "" : `from ${first}\n`,
    ...merged.map((parent) => `merge ${parent}\n`),
    `M 040000 ${tree} ""\n\n`,
  ]);
  return ["feature done\n", ...blobs, ...parts.flat(), "done\n"].join("");
}

/** The stream that builds one commit with all notes. */
export function noteStream({ ref, parent, committer, committedAt, notes }: NotesToBuild): string {
  return [
    `feature done\ncommit ${ref}\n`,
    `committer ${signature(committer, committedAt)}\n`,
    block(notesMessage),
    parent === undefined ? "" : `from ${parent}\n`,
    ...[...notes].map(([commit, text]) => `N inline ${commit}\n${block(text)}`),
    "\ndone\n",
  ].join("");
}

function block(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function signature({ name, email }: Person, at: string): string {
  return `${plain(name)} <${plain(email)}> ${gitTime(at)}`;
}

/** A name without what would end it early. */
function plain(text: string): string {
  return text.replaceAll(/[<>\p{Cc}]/gu, "").trim();
}

/** RFC 3339 as Git keeps it: seconds and offset. */
export function gitTime(at: string): string {
  const offset = /([+-]\d{2}):?(\d{2})$/u.exec(at);
  const zone = offset === null ? "+0000" : `${offset[1]}${offset[2]}`;
  return `${Math.floor(Date.parse(at) / 1000)} ${zone}`;
}
