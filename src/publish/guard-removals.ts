import { posix } from "node:path";
import type { Finding } from "../model/finding.ts";
import { type BranchFiles, isManifestFile } from "./branch-files.ts";
import type { PlanRequest } from "./plan-request.ts";

const defaultMaxPrunePercent = 30;

/** Kinds that take data or other objects with them, by the start of their file's name. */
export const protectedKinds = {
  persistentvolumeclaim: "persistentvolumeclaim._",
  statefulset: "statefulset.apps_",
  customresourcedefinition: "customresourcedefinition.apiextensions.k8s.io_",
  namespace: "namespace._",
} as const;

/** What speaks against the objects that this render would take away. */
export function guardRemovals(request: PlanRequest, files: BranchFiles): readonly Finding[] {
  if (isEmptied(request, files)) return [emptyRender(request)];
  const removed = removedObjects(files);
  if (removed.length === 0) return [];
  return [...overLimit(request, files, removed), ...protectedRemovals(request, removed)];
}

function isEmptied({ onlyFolders, files }: PlanRequest, { after }: BranchFiles): boolean {
  if (onlyFolders === undefined) return files.length === 0;
  return onlyFolders.length > 0 && ![...after.keys()].some(isManifestFile);
}

/** An object that moved to another release's folder keeps its file's name, and so is not removed. */
function removedObjects({ changes, after }: BranchFiles): readonly string[] {
  const removed = changes.filter(({ change }) => change === "removed").map(({ path }) => path);
  const gone = removed.filter(isManifestFile);
  if (gone.length === 0) return [];
  const names = new Set([...after.keys()].map((path) => posix.basename(path)));
  return gone.filter((path) => !names.has(posix.basename(path)));
}

function overLimit(
  { branch, allow, maxPrunePercent }: PlanRequest,
  { before }: BranchFiles,
  removed: readonly string[],
): readonly Finding[] {
  const objects = [...before.keys()].filter(isManifestFile).length;
  const limit = maxPrunePercent ?? defaultMaxPrunePercent;
  if (allow?.prune === true || removed.length * 100 <= objects * limit) return [];
  const percent = Math.round((removed.length * 100) / objects);
  return [
    {
      code: "PUBLISH_PRUNE_LIMIT",
      level: "error",
      at: {},
      says: `${removed.length} of ${objects} objects on ${branch.name} would go (${percent} %; the limit is ${limit} %)`,
      fix: "see that the render is whole; when it is: --allow-prune",
      notes: removed.slice(0, 10),
    },
  ];
}

function protectedRemovals(
  { branch, allow }: PlanRequest,
  removed: readonly string[],
): readonly Finding[] {
  const allowed = new Set(allow?.removal);
  return Object.entries(protectedKinds).flatMap(([kind, start]) => {
    const paths = removed.filter((path) => posix.basename(path).startsWith(start));
    if (paths.length === 0 || allowed.has(kind)) return [];
    return [
      {
        code: "PUBLISH_REMOVES_PROTECTED",
        level: "error" as const,
        at: {},
        says: `${paths.length} ${kind} would go from ${branch.name}, and what hangs on it with it`,
        fix: `keep it in the render, or allow it: --allow-removal ${kind}`,
        notes: paths.slice(0, 10),
      },
    ];
  });
}

function emptyRender({ environment }: PlanRequest): Finding {
  return {
    code: "PUBLISH_EMPTY_RENDER",
    level: "error",
    at: {},
    says: `the render of ${environment} holds no object, so publishing it would remove everything`,
    fix: `see what \`helmfile -e ${environment} template\` says`,
  };
}
