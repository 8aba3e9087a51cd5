import { posix } from "node:path";
import type { BranchState, FileChange, TreeEntry } from "../model/plan.ts";
import { metadataFile } from "./hydrator-metadata.ts";
import { plainPath } from "./plain-path.ts";
import type { PlanRequest } from "./plan-request.ts";
import { blobId, treeDigest } from "./tree-digest.ts";

const attributesFile = ".gitattributes";
const attributes = `${metadataFile} linguist-generated=true\n`;

/** A file that the branch is to hold. */
export interface BranchFile extends TreeEntry {
  /** What was rendered; left out where the file stays as it is, whatever it holds. */
  readonly text?: string;
}

/** A branch's files before and after, as far as they are ours to change. */
export interface BranchFiles {
  readonly metadataPath: string;
  /** Ours on the branch now, without the metadata. */
  readonly before: ReadonlyMap<string, TreeEntry>;
  /** Ours once the plan is applied, without the metadata. */
  readonly after: ReadonlyMap<string, BranchFile>;
  /** Digest of `after`. */
  readonly digest: string;
  /** What leads from `before` to `after`, by path. */
  readonly changes: readonly FileChange[];
}

/** Lay what was rendered beside what is on the branch. */
export function branchFiles(request: PlanRequest): BranchFiles {
  const start = folderStart(request.folder);
  const before = ownFiles(request, request.preserve ?? []);
  const kept = request.onlyFolders === undefined ? [] : [...before].filter(isKept(request));
  const after = new Map<string, BranchFile>(kept);
  for (const { path, text } of request.files) {
    after.set(`${start}${path}`, textFile(text, request.branch));
  }
  after.set(`${start}${attributesFile}`, textFile(attributes, request.branch));
  const digest = treeDigest(after);
  const changes = fileChanges(before, after);
  return { metadataPath: `${start}${metadataFile}`, before, after, digest, changes };
}

/** A plain file that holds this text, on this branch. */
export function textFile(text: string, { idDigits = 40 }: BranchState): Required<BranchFile> {
  return { mode: "100644", id: blobId(text, idDigits), text };
}

/** The branch's plain files in whose place other bytes were rendered, by their path on the branch. */
export function differingFiles({
  branch,
  files,
  folder,
}: Pick<PlanRequest, "branch" | "files" | "folder">): BranchState["files"] {
  const start = folderStart(folder);
  const differing = files.flatMap((file) => {
    const path = `${start}${file.path}`;
    const entry = branch.files.get(path);
    const isOther =
      entry?.mode === "100644" && entry.id !== blobId(file.text, branch.idDigits ?? 40);
    return isOther ? [[path, entry] as const] : [];
  });
  return new Map(differing);
}

/** Files on the branch that are ours when `preserve` is left alone, without the metadata. */
export function ownFiles(
  { branch, folder }: Pick<PlanRequest, "branch" | "folder">,
  preserve: readonly string[],
): ReadonlyMap<string, TreeEntry> {
  const start = folderStart(folder);
  const isOwn = ([quoted]: readonly [string, TreeEntry]): boolean => {
    const path = plainPath(quoted);
    if (path === `${start}${attributesFile}`) return true;
    return (
      path.startsWith(start) && path !== `${start}${metadataFile}` && !isPreserved(path, preserve)
    );
  };
  return new Map([...branch.files].filter(isOwn));
}

function folderStart(folder: string | undefined): string {
  return folder === undefined || folder === "" ? "" : `${folder}/`;
}

type Files = ReadonlyMap<string, TreeEntry>;

function fileChanges(before: Files, after: Files): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (old === undefined) changes.push({ path, change: "added" });
    else if (!isSame(old, entry)) changes.push({ path, change: "changed" });
  }
  for (const path of before.keys()) {
    if (!after.has(path)) changes.push({ path, change: "removed" });
  }
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  return a.mode === b.mode && a.id === b.id;
}

/** A star stands for names that begin with a dot, too: what is to be left alone is not only what a shell shows. */
export function isPreserved(path: string, preserve: readonly string[]): boolean {
  const shown = withoutDots(path);
  return preserve.some(
    (glob) => posix.matchesGlob(path, glob) || posix.matchesGlob(shown, withoutDots(glob)),
  );
}

/** The same with another letter than the dot at the start of each name. */
function withoutDots(path: string): string {
  return path.replaceAll(/(?<=^|[/{,])\./gu, "\u{E000}");
}

/** Is the file a manifest, not one of ours beside them? */
export function isManifestFile(path: string): boolean {
  return path.endsWith(".yaml");
}

function isKept(request: PlanRequest): (file: readonly [string, TreeEntry]) => boolean {
  const rendered = (request.onlyFolders ?? []).map((one) => posix.join(request.folder ?? "", one));
  return ([path]) => !rendered.some((folder) => path.startsWith(`${folder}/`));
}
