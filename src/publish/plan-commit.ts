import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../model/finding.ts";
import type { Plan, PlannedCommit } from "../model/plan.ts";
import { type BranchFiles, branchFiles, isManifestFile, textFile } from "./branch-files.ts";
import { branchRecord, isRecordStale } from "./branch-record.ts";
import { commitMessage } from "./commit-message.ts";
import { guardBase, guardBranch } from "./guard-branch.ts";
import { guardFiles } from "./guard-files.ts";
import { guardFolders } from "./guard-folders.ts";
import { coversSource, guardPart } from "./guard-part.ts";
import { guardPaths } from "./guard-paths.ts";
import { guardRemovals } from "./guard-removals.ts";
import { guardSize, plannedSize } from "./guard-size.ts";
import { guardSource } from "./guard-source.ts";
import {
  formatMetadata,
  formatNote,
  type RecordedInputs,
  readMetadata,
  readNote,
  recordedInputs,
} from "./hydrator-metadata.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * What publishing a render to its branch comes to: a commit, only a note, or nothing, with all that
 * speaks against it as findings. Times are the source commit's, so the same request plans the same commit.
 */
export function planCommit(request: PlanRequest): Plan {
  const files = branchFiles(request);
  const { changes } = files;
  const findings = allFindings(request, files);
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
  if (plan.outcome === "commit") {
    const note = formatNote(request.source.sha);
    return { ...plan, commit: plannedCommit(request, files), note };
  }
  const note = plan.outcome === "unchanged" ? movedNote(request) : undefined;
  return note === undefined ? plan : { ...plan, note };
}

function allFindings(request: PlanRequest, files: BranchFiles): readonly Finding[] {
  if (isSuperseded(request)) return [superseded(request)];
  return [
    ...guardSource(request),
    ...guardBase(request),
    ...guardPart(request),
    ...guardFolders(request),
    // What a partial render keeps says nothing of a change by hand; a whole one that equals it does.
    ...(files.changes.length === 0 && request.onlyFolders === undefined
      ? []
      : guardBranch(request)),
    ...guardFiles(request),
    ...guardSize(request.branch.name, plannedSize(request, files)),
    ...guardPaths(request, files),
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
  const isSame = onBranch === files.digest && files.changes.length === 0;
  return isSame && !isRecordStale(request, files) ? "unchanged" : "commit";
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

function plannedCommit(request: PlanRequest, files: BranchFiles): PlannedCommit {
  const { source, branch } = request;
  const record = textFile(metadata(request, files), branch);
  const all = new Map(branch.files).set(files.metadataPath, record);
  const texts = new Map([[files.metadataPath, record.text]]);
  for (const { path } of files.changes) {
    const file = files.after.get(path);
    if (file === undefined) all.delete(path);
    else all.set(path, file);
    if (file?.text !== undefined) texts.set(path, file.text);
  }
  return {
    message: commitMessage(source),
    author: source.author,
    authoredAt: source.authoredAt,
    committedAt: source.committedAt,
    files: all,
    texts,
    ...(branch.joins === undefined ? {} : { alsoParent: branch.joins }),
  };
}

function metadata(request: PlanRequest, files: BranchFiles): string {
  const { source, environment, textForm, tools } = request;
  return formatMetadata({
    source,
    commands: request.commands ?? [],
    keelson: {
      form: 1,
      environment,
      ...branchRecord(request, files),
      files: files.digest,
      ...(textForm === undefined ? {} : { textForm }),
      preserve: request.preserve ?? [],
      ...(tools === undefined ? {} : { tools }),
      ...knownInputs(request),
    },
  });
}

/** What kept releases were made from may not be known: the next plan is to render them then. */
function knownInputs(request: PlanRequest): Pick<PlanRequest, "inputs" | "releases"> {
  const { inputs, releases } = request;
  if (!coversSource(request)) return {};
  return {
    ...(inputs === undefined ? {} : { inputs }),
    ...(releases === undefined ? {} : { releases }),
  };
}

/** The note that says what the metadata would say if there were a commit. Undefined: it is there already. */
function movedNote(request: PlanRequest): string | undefined {
  // A partial render says nothing of the other releases, so it does not vouch for the whole branch.
  if (!coversSource(request)) return undefined;
  const { branch, source } = request;
  const made = madeFrom(request);
  const isNoted = readNote(branch.note) === source.sha;
  if (isNoted && isDeepStrictEqual(recordedInputs(branch), made)) return undefined;
  const committed = recordedInputs({ metadata: branch.metadata });
  return formatNote(source.sha, isDeepStrictEqual(committed, made) ? undefined : made);
}

function madeFrom({ tools = {}, inputs = {}, releases = {} }: PlanRequest): RecordedInputs {
  return { tools, inputs, releases };
}
