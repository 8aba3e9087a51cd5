import type { Finding } from "../model/finding.ts";
import type { PlanRequest } from "./plan-request.ts";

/** What speaks against publishing from this source: edits in no commit, a commit no one else has. */
export function guardSource(request: PlanRequest): readonly Finding[] {
  const findings = [unknownSource(request)];
  if (request.embedded !== true) findings.push(dirtySource(request), unpushedSource(request));
  return findings.filter((finding) => finding !== undefined);
}

function dirtySource({ source, allow }: PlanRequest): Finding | undefined {
  if (!source.dirty || allow?.dirty === true) return undefined;
  return {
    code: "PUBLISH_SOURCE_DIRTY",
    level: "error",
    at: {},
    says: "the work tree has edits that are in no commit, so no one could render this again",
    fix: "commit them, or publish them marked as such: --allow-dirty",
  };
}

function unpushedSource({ source }: PlanRequest): Finding | undefined {
  if (source.pushed) return undefined;
  return {
    code: "PUBLISH_SOURCE_UNPUSHED",
    level: "error",
    at: {},
    says: `the source commit ${source.sha.slice(0, 7)} is on no remote branch that this clone knows`,
    fix: "push it first: git push",
  };
}

function unknownSource({
  branch,
  branchSource,
  allow,
  embedded,
}: PlanRequest): Finding | undefined {
  if (branchSource !== "unknown" || allow?.anySource === true || embedded === true)
    return undefined;
  return {
    code: "PUBLISH_SOURCE_UNKNOWN",
    level: "error",
    at: {},
    says: `${branch.name} was rendered from a commit that this clone does not have, or not its history, perhaps a newer one`,
    fix: "fetch the whole history (git fetch --unshallow), or name the source to publish: --source SHA",
  };
}
