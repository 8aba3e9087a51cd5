import { join } from "node:path";
import { readBranchTexts } from "../../../host/git-blobs.ts";
import { readSourceCommit } from "../../../host/git-source.ts";
import { openStore } from "../../../host/git-store.ts";
import { checkOutCommit, mergeBase } from "../../../host/git-worktree.ts";
import { withScratch } from "../../../host/scratch.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { BranchState } from "../../../model/plan.ts";
import { metadataFile } from "../../../publish/hydrator-metadata.ts";
import { manifestPath } from "../../../publish/manifest-path.ts";
import { nextBranch } from "../../../publish/proposed-branch.ts";
import { parseRender } from "../../../render/parse-render.ts";
import { readSettings } from "../../read-settings.ts";
import type { Settings } from "../../settings.ts";
import { renderPrepared } from "../render/render-prepared.ts";
import { branchName, findRemote, inFolder } from "./gitops-target.ts";

/** What a render is compared with. */
export interface Baseline {
  /** In words: `the published branch`, `commit 1f3c0de`. */
  readonly against: string;
  readonly manifests: readonly Manifest[];
  /** Their files, as `<release's folder>/<file>`. */
  readonly files: readonly string[];
  /** Bytes of all files on the branch by their id; none where no branch was read. */
  readonly sizes: ReadonlyMap<string, number>;
}

export interface BaselineRequest {
  readonly settings: Settings;
  readonly environment: string;
  /**
   * A commit, `published`, or `latest`: what is published or, with pull requests, proposed. Left out: the
   * merge base in a pull request, else what is published.
   */
  readonly against?: string;
}

/**
 * The manifests to compare with: read from the environment's branch, or rendered from another commit.
 * @throws SOURCE_MISSING there is no such commit
 */
export async function readBaseline(
  context: CliContext,
  request: BaselineRequest,
): Promise<Baseline> {
  const revision = request.against ?? (await pullRequestBase(context));
  if (revision === undefined || revision === "published") return readPublished(context, request);
  if (revision === "latest") return readLatest(context, request);
  return renderRevision(context, request.environment, revision);
}

/** In a pull request's workflow: where it left the branch that it goes to. */
async function pullRequestBase({ root, environment }: CliContext): Promise<string | undefined> {
  const base = environment["GITHUB_BASE_REF"] ?? environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];
  if (base === undefined || base === "") return undefined;
  const found = await mergeBase({ folder: root }, `origin/${base}`, "HEAD");
  if (found !== undefined) return found;
  throw new KeelsonError(
    `the branch origin/${base} and this commit have no commit in common here`,
    {
      code: "DIFF_NO_MERGE_BASE",
      fault: "input",
      fix: "fetch the whole history (actions/checkout: fetch-depth: 0), or name a commit by --against",
    },
  );
}

async function readLatest(context: CliContext, request: BaselineRequest): Promise<Baseline> {
  const { settings, environment } = request;
  const name = branchName(settings.gitops, environment);
  const isProposed = settings.environments[environment]?.publish === "pull-request";
  const next = isProposed ? await readBranch(context, settings, nextBranch(name)) : undefined;
  return next ?? readPublished(context, request);
}

async function readPublished(
  context: CliContext,
  { settings, environment }: BaselineRequest,
): Promise<Baseline> {
  const name = branchName(settings.gitops, environment);
  const found = await readBranch(context, settings, name);
  return found ?? nothing(`${name}, which is not there yet`);
}

function nothing(against: string): Baseline {
  return { against, manifests: [], files: [], sizes: new Map() };
}

/** What is on a branch; undefined when it is not there. */
async function readBranch(
  context: CliContext,
  settings: Settings,
  name: string,
): Promise<Baseline | undefined> {
  const { gitops } = settings;
  const store = await openStore({
    root: context.root,
    remote: await findRemote(context, gitops),
    branches: [name],
    metadataPath: inFolder(gitops, metadataFile),
    content: true,
    signal: context.signal,
  });
  try {
    const branch = store.branches.get(name);
    if (branch?.tip === undefined) return undefined;
    const texts = await readBranchTexts(store.place, branch);
    const read = readFiles(texts, gitops.path, settings);
    return {
      against: name,
      manifests: read.flatMap(({ manifests }) => manifests),
      files: read.map(({ file }) => file),
      sizes: sizesOf(branch, texts),
    };
  } finally {
    await store.close();
  }
}

function sizesOf(
  { files }: BranchState,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, number> {
  const sizes = [...texts].flatMap(([path, text]) => {
    const id = files.get(path)?.id;
    return id === undefined ? [] : [[id, Buffer.byteLength(text)] as const];
  });
  return new Map(sizes);
}

interface ReadFile {
  readonly file: string;
  readonly manifests: readonly Manifest[];
}

/** Each file holds one object; the folder that it is in is named after its release. */
function readFiles(
  texts: ReadonlyMap<string, string>,
  folder: string,
  { render }: Settings,
): readonly ReadFile[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  return [...texts].flatMap(([path, text]) => {
    const [release = "", file] = path.slice(prefix.length).split("/");
    if (!path.startsWith(prefix) || file?.endsWith(".yaml") !== true) return [];
    const parsed = parseRender(text, { release, clusterScoped: render.clusterScoped });
    return [{ file: `${release}/${file}`, manifests: parsed.manifests }];
  });
}

async function renderRevision(
  context: CliContext,
  environment: string,
  revision: string,
): Promise<Baseline> {
  const { sha } = await readSourceCommit(context.root, revision);
  const against = `commit ${sha.slice(0, 7)}`;
  return withScratch(async (scratch) => {
    const place = { folder: context.root, signal: context.signal };
    const root = await checkOutCommit(place, sha, join(scratch, "tree"));
    const settings = await readSettings(root);
    // An environment that was not there yet had nothing.
    if (settings.environments[environment] === undefined) return nothing(against);
    const rendered = await renderPrepared(context, environment, { settings, root });
    const { manifests } = rendered;
    return { against, manifests, files: manifests.map(manifestPath), sizes: new Map() };
  });
}
