import type { Finding } from "../model/finding.ts";
import type { RenderedFile, TreeEntry } from "../model/plan.ts";
import type { BranchFiles } from "./branch-files.ts";
import { plainPath } from "./plain-path.ts";
import type { PlanRequest } from "./plan-request.ts";

/** Argo CD's default for `reposerver.max.combined.directory.manifests.size`. */
const argoLimitBytes = 10 * 1000 * 1000;
const nearLimit = 0.8;

/** How much a directory holds that Argo CD reads. */
export interface DirectorySize {
  readonly bytes: number;
  /** It holds more files, whose size is not known. */
  readonly isMore: boolean;
}

/** A warning before a branch gets too large for Argo CD's directory source. */
export function guardSize(branch: string, { bytes, isMore }: DirectorySize): readonly Finding[] {
  if (bytes <= argoLimitBytes * nearLimit) return [];
  const size = `${isMore ? "at least " : ""}${(bytes / 1e6).toFixed(1)} MB`;
  return [
    {
      code: "PUBLISH_ARGO_LIMIT",
      level: "warning",
      at: {},
      says: `${branch} holds ${size} of manifests; Argo CD reads 10 MB by default`,
      fix: "raise reposerver.max.combined.directory.manifests.size, or split the environment",
    },
  ];
}

/** The size of a branch that holds these files and nothing else. */
export function renderedSize(files: readonly RenderedFile[]): DirectorySize {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return { bytes, isMore: false };
}

/** The size of the branch's directory once the plan is carried out, with what stays there. */
export function plannedSize(request: PlanRequest, files: BranchFiles): DirectorySize {
  const { bytes } = renderedSize(request.files);
  const kept = keptFiles(request, files).map(({ id }) => request.sizes?.get(id));
  const known = kept.filter((size) => size !== undefined);
  return {
    bytes: known.reduce((sum, size) => sum + size, bytes),
    isMore: known.length < kept.length,
  };
}

/** Files of the directory that stay as they are: what a partial render keeps, and what is left alone. */
function keptFiles({ branch, folder }: PlanRequest, files: BranchFiles): readonly TreeEntry[] {
  const start = folder === undefined || folder === "" ? "" : `${folder}/`;
  const kept: TreeEntry[] = [];
  for (const [path, entry] of branch.files) {
    const after = files.after.get(path);
    const stays = after === undefined ? !files.before.has(path) : after.text === undefined;
    if (stays && entry.mode.startsWith("100") && isRead(plainPath(path), start)) kept.push(entry);
  }
  return kept;
}

/**
 * Does Argo CD count the file?
 * @see https://github.com/argoproj/argo-cd/blob/master/reposerver/repository/repository.go
 */
function isRead(path: string, start: string): boolean {
  return path.startsWith(start) && /\.(?:yaml|yml|json)$/u.test(path);
}
