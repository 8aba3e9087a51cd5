import { posix } from "node:path";
import type { Finding } from "../model/finding.ts";
import { isManifestFile, ownFiles } from "./branch-files.ts";
import { readMetadata } from "./hydrator-metadata.ts";
import { releaseFolder } from "./manifest-path.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * Releases of one name share a folder, whatever their namespaces. A partial render replaces a folder only
 * where every release that fills it was rendered: what it did not render is never pruned.
 */
export function guardFolders(request: PlanRequest): readonly Finding[] {
  const { onlyFolders = [], branch, namespaces = {}, preserve = [] } = request;
  if (onlyFolders.length === 0) return [];
  const folders = new Map(Object.entries(readMetadata(branch.metadata).folders));
  const held = [...ownFiles(request, preserve).keys()].filter(isManifestFile);
  const rendered = new Map(
    Object.entries(namespaces).map(([release, its]) => [releaseFolder(release), new Set(its)]),
  );
  return onlyFolders.flatMap((folder) => {
    const start = `${posix.join(request.folder ?? "", folder)}/`;
    if (!held.some((path) => path.startsWith(start))) return [];
    const others = folders.get(folder)?.filter((name) => rendered.get(folder)?.has(name) !== true);
    return others?.length === 0 ? [] : [sharedFolder(request, folder, others)];
  });
}

function sharedFolder(
  { branch, environment }: PlanRequest,
  folder: string,
  others: readonly string[] | undefined,
): Finding {
  const where = others?.map((name) => (name === "" ? "no namespace" : name)).join(", ");
  const of = where === undefined ? "it does not say which" : `of namespace ${where}`;
  return {
    code: "PUBLISH_PART_SHARED",
    level: "error",
    at: {},
    says: `${folder}/ on ${branch.name} also holds a release that was not rendered (${of})`,
    fix: `choose all releases of that name (--only name=...), or publish the whole: keelson publish ${environment}`,
  };
}
