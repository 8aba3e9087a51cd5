import { posix } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { BranchFiles } from "./branch-files.ts";
import { plainPath } from "./plain-path.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * Files of others that would give way: a file, a link or a submodule where we need a folder, a folder where
 * we need a file.
 */
export function guardPaths({ branch }: PlanRequest, files: BranchFiles): readonly Finding[] {
  const isOurs = (path: string): boolean => path === files.metadataPath || files.before.has(path);
  const foreign = [...branch.files.keys()].filter((path) => !isOurs(path));
  if (foreign.length === 0) return [];
  const written = new Set([files.metadataPath, ...files.after.keys()]);
  const folders = new Set([...written].flatMap(parents));
  return foreign.flatMap((quoted) => {
    const path = plainPath(quoted);
    const isInTheWay = folders.has(path) || parents(path).some((parent) => written.has(parent));
    return isInTheWay ? [inTheWay(branch.name, path)] : [];
  });
}

function parents(path: string): readonly string[] {
  const parent = posix.dirname(path);
  return parent === "." || parent === "/" ? [] : [parent, ...parents(parent)];
}

function inTheWay(branch: string, path: string): Finding {
  return {
    code: "PUBLISH_PATH_BLOCKED",
    level: "error",
    at: {},
    says: `${path} on ${branch} is not Keelson's, and lies where a folder or a file of ours has to be`,
    fix: "move it, or choose another gitops.path in keelson.yaml",
  };
}
