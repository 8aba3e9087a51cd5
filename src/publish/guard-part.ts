import type { Finding } from "../model/finding.ts";
import { changedInputs } from "./changed-inputs.ts";
import { recordedInputs } from "./hydrator-metadata.ts";
import { releaseFolder } from "./manifest-path.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * Is the branch what its whole source renders to once this is published? A partial render cannot say so
 * unless what it keeps was made from the same inputs.
 */
export function coversSource(request: PlanRequest): boolean {
  const { onlyFolders, releases, branch } = request;
  if (onlyFolders === undefined) return true;
  const recorded = recordedInputs(branch);
  if (releases === undefined) return onlyFolders.length === 0 && hasSameInputs(request);
  // A branch that does not say which releases it holds may hold others.
  const isTold = branch.tip === undefined || Object.keys(recorded.releases).length > 0;
  return isTold && staleReleases(request).length === 0;
}

function hasSameInputs({ branch, inputs = {}, tools = {} }: PlanRequest): boolean {
  const recorded = recordedInputs(branch);
  const isTold = Object.keys(recorded.inputs).length > 0;
  return isTold && changedInputs(recorded, { inputs, tools }).length === 0;
}

/** What speaks against a part that was rendered in the belief that the rest of the branch is up to date. */
export function guardPart(request: PlanRequest): readonly Finding[] {
  const { branch, source, allow, isWholeSource } = request;
  if (isWholeSource !== true || allow?.mixed === true || coversSource(request)) return [];
  const stale = staleReleases(request);
  return [
    {
      code: "PUBLISH_PART_STALE",
      level: "error",
      at: {},
      says: `only a part of ${source.sha.slice(0, 7)} was rendered, and the rest of ${branch.name} is not from the same inputs`,
      fix: "run `keelson plan` again and render what it names, or publish the part as it is: --allow-mixed",
      ...(stale.length === 0 ? {} : { notes: stale.slice(0, 10) }),
    },
  ];
}

/** Releases that were not rendered and are not on the branch as the source has them, gone ones among them. */
function staleReleases({
  branch,
  onlyFolders = [],
  releases = {},
}: PlanRequest): readonly string[] {
  const recorded = recordedInputs(branch).releases;
  const names = [...new Set([...Object.keys(releases), ...Object.keys(recorded)])];
  const kept = names.filter((name) => !onlyFolders.includes(releaseFolder(name)));
  return kept.filter((name) => recorded[name] !== releases[name]).toSorted();
}
