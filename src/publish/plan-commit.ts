import type { Finding } from "../model/finding.ts";
import type { FileChange, Plan, PlannedCommit, TreeEntry } from "../model/plan.ts";
import { type BranchFiles, branchFiles, isManifestFile } from "./branch-files.ts";
import { commitMessage } from "./commit-message.ts";
import { guardBase, guardBranch } from "./guard-branch.ts";
import { guardFiles } from "./guard-files.ts";
import { guardRemovals } from "./guard-removals.ts";
import { guardSource } from "./guard-source.ts";
import { formatMetadata, readMetadata, readNote } from "./hydrator-metadata.ts";
import type { PlanRequest } from "./plan-request.ts";
import { treeDigest } from "./tree-digest.ts";

/**
 * What publishing a render to its branch comes to: a commit, only a note, or nothing, with all that
 * speaks against it as findings. Times are the source commit's, so the same request plans the same commit.
 */
export function planCommit(request: PlanRequest): Plan {
  const files = branchFiles(request);
  const changes = fileChanges(files);
  const findings = allFindings(request, files, changes);
  const manifests = changes.filter(({ path }) => isManifestFile(path));
  const touched = manifests.filter(({ change }) => change !== "removed").length;
  const plan: Plan = {
    environment: request.environment,
    branch: request.branch.name,
    source: request.source,
    outcome: outcomeOf(request, files, findings),
    changes: manifests,
    unchanged: [...files.after.keys()].filter(isManifestFile).length - touched,
    findings,
    ...(request.branch.tip === undefined ? {} : { tip: request.branch.tip }),
  };
  if (plan.outcome === "commit")
    return { ...plan, commit: plannedCommit(request, files, changes), ...note(request) };
  const isNoted = readNote(request.branch.note) === request.source.sha;
  return plan.outcome === "unchanged" && !isNoted ? { ...plan, ...note(request) } : plan;
}

function allFindings(
  request: PlanRequest,
  files: BranchFiles,
  changes: readonly FileChange[],
): readonly Finding[] {
  if (isSuperseded(request)) return [superseded(request)];
  return [
    ...guardSource(request),
    ...guardBase(request),
    ...(changes.length === 0 ? [] : guardBranch(request)),
    ...guardFiles(request),
    ...guardRemovals(request, files),
  ];
}

function outcomeOf(
  request: PlanRequest,
  files: BranchFiles,
  findings: readonly Finding[],
): Plan["outcome"] {
  if (isSuperseded(request)) return "superseded";
  if (findings.some(({ level }) => level === "error")) return "refused";
  const onBranch = readMetadata(request.branch.metadata).files;
  return onBranch === treeDigest(files.after) && isSameTree(files) ? "unchanged" : "commit";
}

function isSuperseded({ branchSource, allow }: PlanRequest): boolean {
  return branchSource === "newer" && allow?.anySource !== true;
}

function superseded({ branch, source }: PlanRequest): Finding {
  return {
    code: "PUBLISH_SUPERSEDED",
    level: "warning",
    at: {},
    says: `${branch.name} already holds a newer source than ${source.sha.slice(0, 7)}, so nothing was done`,
    fix: `to go back to it: --source ${source.sha}`,
  };
}

function fileChanges({ before, after }: BranchFiles): readonly FileChange[] {
  const written = [...after].flatMap(([path, entry]): readonly FileChange[] => {
    const old = before.get(path);
    if (old === undefined) return [{ path, change: "added" }];
    return isSame(old, entry) ? [] : [{ path, change: "changed" }];
  });
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const all = [...written, ...removed.map((path): FileChange => ({ path, change: "removed" }))];
  return all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isSameTree(files: BranchFiles): boolean {
  return fileChanges(files).length === 0;
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  return a.mode === b.mode && a.id === b.id;
}

function plannedCommit(
  request: PlanRequest,
  files: BranchFiles,
  changes: readonly FileChange[],
): PlannedCommit {
  const { source } = request;
  const writes = new Map([[files.metadataPath, metadata(request, files)]]);
  for (const { path, change } of changes) {
    const text = files.texts.get(path);
    if (change !== "removed" && text !== undefined) writes.set(path, text);
  }
  return {
    message: commitMessage(source),
    author: source.author,
    authoredAt: source.authoredAt,
    committedAt: source.committedAt,
    writes,
    removes: changes.filter(({ change }) => change === "removed").map(({ path }) => path),
    ...(request.branch.joins === undefined ? {} : { alsoParent: request.branch.joins }),
  };
}

function metadata(request: PlanRequest, files: BranchFiles): string {
  const { source, environment, tools, inputs } = request;
  return formatMetadata({
    source,
    commands: request.commands ?? [],
    keelson: {
      form: 1,
      environment,
      ...(source.dirty ? { dirty: true } : {}),
      files: treeDigest(files.after),
      preserve: request.preserve ?? [],
      ...(tools === undefined ? {} : { tools }),
      ...(inputs === undefined ? {} : { inputs }),
    },
  });
}

function note({ source }: PlanRequest): Pick<Plan, "note"> {
  return { note: JSON.stringify({ drySha: source.sha }) };
}
