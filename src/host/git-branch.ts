import type { BranchState, TreeEntry } from "../model/plan.ts";
import { branchRef } from "./git-remote.ts";
import { type GitPlace, readGit, runGit } from "./git.ts";

export interface BranchRequest {
  readonly name: string;
  readonly idDigits: 40 | 64;
  readonly metadataPath: string;
}

/** What a fetched branch holds; without a tip when the remote has no such branch. */
export async function readBranch(place: GitPlace, request: BranchRequest): Promise<BranchState> {
  const { name, idDigits, metadataPath } = request;
  const format = "%(objectname)%00%(objectname:short) by %(authorname): %(contents:subject)";
  const ref = branchRef(name);
  const said = await readGit(place, { args: ["for-each-ref", `--format=${format}`, ref] });
  if (said === "") return { name, idDigits, files: new Map() };
  const [tip = "", tipSays = ""] = said.trimEnd().split("\0");
  const listed = await readGit(place, { args: ["ls-tree", "-r", "--full-tree", tip] });
  const files = parseTree(listed);
  const metadata = files.get(metadataPath);
  const note = await noteOf(place, tip);
  return {
    name,
    idDigits,
    tip,
    tipSays,
    files,
    ...(metadata === undefined ? {} : { metadata: await readBlob(place, metadata.id) }),
    ...(note === undefined ? {} : { note: await readBlob(place, note) }),
  };
}

/** The blob of a commit's note. */
async function noteOf(place: GitPlace, commit: string): Promise<string | undefined> {
  const args = ["notes", "--ref=hydrator.metadata", "list", commit];
  const { exitCode, stdout } = await runGit(place, { args });
  return exitCode === 0 ? stdout.trim() : undefined;
}

function readBlob(place: GitPlace, id: string): Promise<string> {
  return readGit(place, { args: ["cat-file", "blob", id] });
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
