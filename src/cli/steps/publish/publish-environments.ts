import { type CommitIdentity, readIdentity } from "../../../host/git-identity.ts";
import { pushPlans } from "../../../host/git-push.ts";
import type { Remote } from "../../../host/git-remote.ts";
import { openStore, type Store } from "../../../host/git-store.ts";
import { waitBeforeTry } from "../../../host/wait.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Gitops } from "../../../model/keelson-config.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Plan, ReleaseNamespaces, RenderedFile, SourceCommit } from "../../../model/plan.ts";
import { metadataFile } from "../../../publish/hydrator-metadata.ts";
import { releaseFolder } from "../../../publish/manifest-path.ts";
import { planCommit } from "../../../publish/plan-commit.ts";
import type { Allowances, PlanRequest } from "../../../publish/plan-request.ts";
import { nextBranch } from "../../../publish/proposed-branch.ts";
import { chooseBranch, sourceRelation } from "../branches/choose-branch.ts";
import { branchName, findRemote, inFolder } from "../branches/gitops-target.ts";
import type { Part } from "../branches/partial-render.ts";
import { type RenderedNow, tellVanished } from "../render/find-vanished.ts";
import { keepTexts, type TextForm } from "./keep-texts.ts";

const mostTries = 8;

export interface EnvironmentToPublish {
  readonly environment: string;
  readonly source: SourceCommit;
  readonly files: readonly RenderedFile[];
  /** Left out: the texts are taken as they are. */
  readonly form?: TextForm;
  /** Left out: all releases were rendered. */
  readonly part?: Pick<Part, "releases" | "selectors" | "isWholeSource" | "sizes">;
  /** The whole render, to tell which releases it lacks. Left out: nobody is told. */
  readonly rendered?: RenderedNow;
  readonly namespaces?: ReleaseNamespaces;
  /** The source was named, so it may be older than what is on the branch. */
  readonly isNamedSource?: boolean;
  /** Goes to `<branch>-next`, for a pull request to its branch. */
  readonly isProposed?: boolean;
  readonly tools?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Digest of what each release is made from. */
  readonly releases?: Readonly<Record<string, string>>;
}

export interface PublishRequest {
  readonly gitops: Required<Gitops>;
  readonly environments: readonly EnvironmentToPublish[];
  readonly allow?: Allowances;
  /** Plan only. */
  readonly dryRun?: boolean;
  /** Waits before the next try after another writer was faster. Default: growing, at random. */
  readonly wait?: (attempt: number, signal?: AbortSignal) => Promise<void>;
}

export interface PublishedEnvironment {
  readonly plan: Plan;
  /** The new commit; left out when there is none. */
  readonly commit?: string;
}

export interface Publication {
  /** The remote as people may see it. */
  readonly remote: string;
  readonly environments: readonly PublishedEnvironment[];
}

/**
 * Bring renders to their branches: all are planned first, then all are pushed at once or none, so that a
 * failure in the middle leaves every branch as it was. Another writer's push leads to a new plan.
 * @throws PUBLISH_REFUSED a guard speaks against it (not in a dry run, which hands the findings back)
 * @throws PUBLISH_CONTENDED others were faster eight times
 */
export async function publishEnvironments(
  context: CliContext,
  request: PublishRequest,
): Promise<Publication> {
  const remote = await findRemote(context, request.gitops);
  const wait = request.wait ?? waitBeforeTry;
  let refusal: KeelsonError | undefined;
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    if (attempt > 0) await wait(attempt, context.signal);
    const published = await tryOnce(context, request, remote);
    if (!(published instanceof KeelsonError)) {
      return { remote: remote.label, environments: published };
    }
    refusal = published;
  }
  throw contended(remote, refusal);
}

/** A lock that stays is another matter than a writer that is faster. */
function contended(remote: Remote, refusal: KeelsonError | undefined): KeelsonError {
  if (refusal?.code === "REMOTE_LOCKED") return refusal;
  const last = refusal === undefined ? "" : `; the last time, ${refusal.message}`;
  const message = `other writers were faster on ${remote.label} ${mostTries} times${last}`;
  return new KeelsonError(message, {
    code: "PUBLISH_CONTENDED",
    fault: "tool",
    fix: "give each environment branch one writer, then publish again",
    cause: refusal,
  });
}

async function tryOnce(
  context: CliContext,
  request: PublishRequest,
  remote: Remote,
): Promise<readonly PublishedEnvironment[] | KeelsonError> {
  const { gitops, environments } = request;
  const store = await openStore({
    root: context.root,
    remote,
    branches: environments.flatMap((one) => branchesOf(gitops, one)),
    metadataPath: inFolder(gitops, metadataFile),
    signal: context.signal,
  });
  try {
    const planned = environments.map((one) => planOne(context, store, { ...request, ...one }));
    const plans = await Promise.all(planned);
    if (request.dryRun === true) return plans.map((plan) => ({ plan }));
    refuse(plans);
    const identity = (): Promise<CommitIdentity> =>
      readIdentity({ folder: context.root }, context.environment);
    const pushed = await pushPlans(store, { plans, identity });
    if (pushed instanceof KeelsonError) return pushed;
    return plans.map((plan) => {
      const commit = pushed.get(plan.branch);
      return commit === undefined ? { plan } : { plan, commit };
    });
  } finally {
    await store.close();
  }
}

async function planOne(
  context: CliContext,
  store: Store,
  request: PublishRequest & EnvironmentToPublish,
): Promise<Plan> {
  const { gitops, environment, source, files, form, isNamedSource = false } = request;
  const [name, next] = branchesOf(gitops, request);
  const isPartial = request.part !== undefined;
  const branch = await chooseBranch(context.root, store.branches, { name, next, isPartial });
  const relation = await sourceRelation(context.root, branch, source.sha);
  const texts = { branch, files, folder: gitops.path, isPartial };
  const kept = form === undefined ? { files } : await keepTexts(store, { ...texts, form });
  const plan = planCommit({
    ...pickPlanned(request),
    ...kept,
    environment,
    branch,
    source,
    folder: gitops.path,
    preserve: gitops.preserve,
    maxPrunePercent: gitops.maxPrunePercent,
    embedded: store.remote.embedded !== undefined,
    allow: { ...request.allow, anySource: isNamedSource },
    ...(relation === undefined ? {} : { branchSource: relation }),
  });
  return request.rendered === undefined
    ? plan
    : tellVanished(plan, request.rendered, { branch, gitops });
}

/** The branch that Argo CD reads, and the one that proposes changes to it. */
function branchesOf(
  gitops: Required<Gitops>,
  { environment, isProposed = false }: EnvironmentToPublish,
): readonly [active: string] | readonly [active: string, next: string] {
  const active = branchName(gitops, environment);
  return isProposed ? [active, nextBranch(active)] : [active];
}

type PlannedAsIs = Pick<PlanRequest, "tools" | "inputs" | "releases" | "namespaces" | "commands"> &
  PlannedPart;
type PlannedPart = Pick<PlanRequest, "onlyFolders" | "isWholeSource" | "sizes">;

/** What goes into the plan as it is. */
function pickPlanned(one: EnvironmentToPublish): PlannedAsIs {
  const { environment, tools, inputs, releases, namespaces, part } = one;
  const selectors = (part?.selectors ?? []).map((selector) => ` --only ${quote(selector)}`);
  return {
    commands: [`keelson render ${environment}${selectors.join("")}`],
    ...(tools === undefined ? {} : { tools }),
    ...(inputs === undefined ? {} : { inputs }),
    ...(releases === undefined ? {} : { releases }),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(part === undefined ? {} : pickPart(part)),
  };
}

function pickPart({
  releases,
  isWholeSource = false,
  sizes,
}: Pick<Part, "releases" | "isWholeSource" | "sizes">): PlannedPart {
  const onlyFolders = releases.map(releaseFolder);
  return { onlyFolders, isWholeSource, ...(sizes === undefined ? {} : { sizes }) };
}

/** For a shell: the metadata's commands are there to be run again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function refuse(plans: readonly Plan[]): void {
  const refused = plans.filter(({ outcome }) => outcome === "refused");
  if (refused.length === 0) return;
  const names = refused.map(({ environment }) => environment).join(", ");
  throw new KeelsonError(`nothing was published: ${names} is not safe to publish`, {
    code: "PUBLISH_REFUSED",
    fault: "check",
    fix: "mend what the findings name",
    findings: plans.flatMap(({ findings }) => findings),
  });
}
