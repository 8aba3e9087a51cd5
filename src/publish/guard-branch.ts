import type { Finding } from "../model/finding.ts";
import { ownFiles } from "./branch-files.ts";
import { readMetadata } from "./hydrator-metadata.ts";
import type { PlanRequest } from "./plan-request.ts";
import { treeDigest } from "./tree-digest.ts";

/**
 * What speaks against changing the branch: it is not ours, or another hand was there. A change by hand
 * that the source holds by now is none: the render equals it.
 */
export function guardBranch(request: PlanRequest): readonly Finding[] {
  const { branch, allow = {} } = request;
  const { files, preserve } = readMetadata(branch.metadata);
  if (files === undefined) {
    const isFree = ownFiles(request, request.preserve ?? []).size === 0;
    return isFree || allow.adopt === true ? [] : [notOurs(request)];
  }
  const isTouched = treeDigest(ownFiles(request, preserve)) !== files;
  return isTouched && allow.overwriteHandMade !== true ? [handMade(request)] : [];
}

/** A pull request needs a branch to go to. */
export function guardBase({ branch, environment }: PlanRequest): readonly Finding[] {
  if (branch.isBehind === true) return [behindBase(branch.name, environment)];
  if (branch.lacksBase !== true) return [];
  return [
    {
      code: "PUBLISH_NO_BASE",
      level: "error",
      at: {},
      says: `there is no branch yet that ${branch.name} could propose changes to`,
      fix: `publish ${environment} once directly (publish: direct), then by pull request`,
    },
  ];
}

function behindBase(branch: string, environment: string): Finding {
  return {
    code: "PUBLISH_PROPOSAL_OLD",
    level: "error",
    at: {},
    says: `${branch} is older than the branch that it proposes changes to, so what a part of it keeps would go back`,
    fix: `publish the whole: keelson publish ${environment}`,
  };
}

function notOurs({ branch }: PlanRequest): Finding {
  return {
    code: "PUBLISH_NOT_OUR_BRANCH",
    level: "error",
    at: {},
    says: `${branch.name} was not made by Keelson, and publishing would replace what it holds`,
    fix: "choose another gitops.branch in keelson.yaml, or take this one over: --adopt",
    ...tipNote(branch.tipSays),
  };
}

function handMade({ branch }: PlanRequest): Finding {
  return {
    code: "PUBLISH_HAND_MADE",
    level: "error",
    at: {},
    says: `files on ${branch.name} were changed by another hand, and publishing would undo that`,
    fix: "bring the change into the source, then publish with --overwrite-hand-made",
    ...tipNote(branch.tipSays),
  };
}

function tipNote(tipSays: string | undefined): Pick<Finding, "notes"> {
  return tipSays === undefined ? {} : { notes: [`its last commit: ${tipSays}`] };
}
