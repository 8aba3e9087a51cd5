import { type BranchFiles, isManifestFile } from "./branch-files.ts";
import { coversSource } from "./guard-part.ts";
import { type KeelsonMetadata, readMetadata, readNote } from "./hydrator-metadata.ts";
import { releaseFolder } from "./manifest-path.ts";
import type { PlanRequest } from "./plan-request.ts";

/** What a branch says of where its files came from. */
export type BranchRecord = Pick<KeelsonMetadata, "dirty" | "mixed" | "folders">;

/** What the branch is to say of its files once the plan is carried out. */
export function branchRecord(request: PlanRequest, files: BranchFiles): BranchRecord {
  const folders = namespacesByFolder(request, files);
  return {
    ...ownOrKept(request, files),
    ...(folders === undefined ? {} : { folders }),
  };
}

function ownOrKept(
  request: PlanRequest,
  files: BranchFiles,
): Pick<BranchRecord, "dirty" | "mixed"> {
  const { source, branch } = request;
  const own = source.dirty ? ({ dirty: true } as const) : {};
  if (!keepsOthers(request, files)) return own;
  const { isDirty, isMixed, drySha } = readMetadata(branch.metadata);
  const keptSource = readNote(branch.note) ?? drySha;
  return {
    ...own,
    ...(isDirty && { dirty: true }),
    ...((isMixed || keptSource !== source.sha) && { mixed: true }),
  };
}

/**
 * Does the branch say something of its files that a whole render of the same files knows better? Then
 * saying so is worth a commit, or it could never be promoted from, nor partly published to.
 */
export function isRecordStale(request: PlanRequest, files: BranchFiles): boolean {
  const { branch, source } = request;
  if (!coversSource(request)) return false;
  const recorded = readMetadata(branch.metadata);
  const folders = namespacesByFolder(request, files) ?? recorded.folders;
  const isOther = JSON.stringify(sorted(folders)) !== JSON.stringify(sorted(recorded.folders));
  return recorded.isMixed || (recorded.isDirty && !source.dirty) || isOther;
}

/** Are there manifests on the branch that this render, and what it knows of its source, say nothing of? */
function keepsOthers(request: PlanRequest, { after }: BranchFiles): boolean {
  const { onlyFolders = [], folder } = request;
  if (coversSource(request)) return false;
  const rendered = new Set(onlyFolders);
  const paths = [...after.keys()].filter(isManifestFile);
  return paths.some((path) => !rendered.has(topFolder(path, folder)));
}

/** The namespaces of the releases that fill each folder; what was not rendered is as it was recorded. */
function namespacesByFolder(
  { namespaces, onlyFolders, branch, folder }: PlanRequest,
  { after }: BranchFiles,
): KeelsonMetadata["folders"] {
  if (namespaces === undefined) return undefined;
  const filled = new Set([...after.keys()].map((path) => topFolder(path, folder)));
  const kept = onlyFolders === undefined ? {} : readMetadata(branch.metadata).folders;
  const rendered = Object.entries(namespaces).map(
    ([release, its]) => [releaseFolder(release), its.toSorted()] as const,
  );
  const all = Object.entries({ ...kept, ...Object.fromEntries(rendered) });
  return sorted(Object.fromEntries(all.filter(([name]) => filled.has(name))));
}

function topFolder(path: string, folder: string | undefined): string {
  const start = folder === undefined || folder === "" ? 0 : folder.length + 1;
  return path.slice(start, path.indexOf("/", start));
}

function sorted(
  folders: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(folders).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
