import { join } from "node:path";
import { writeTextAtomic } from "../../../host/files.ts";
import {
  ensurePullRequest,
  findGithub,
  type GithubRepository,
  runAddress,
} from "../../../host/github.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { nextBranch } from "../../../publish/proposed-branch.ts";
import { formatDiffMarkdown } from "../../../report/diff-markdown.ts";
import { formatDiffText } from "../../../report/diff-text.ts";
import { plain } from "../../../report/plain.ts";
import type { Settings } from "../../settings.ts";
import { branchName, findRemote } from "../branches/gitops-target.ts";
import { readBaseline } from "../branches/read-baseline.ts";
import { compareRenders } from "../diff/compare-renders.ts";
import type { SourcedEnvironment } from "./render-sources.ts";

/** What a workflow uploads as an artifact. */
const diffFolder = ".build/diffs";

/** What became of one environment's proposal. */
export interface Proposal {
  readonly environment: string;
  readonly head: string;
  readonly base: string;
  /** Below the root: the whole diff, which a pull request's text may have no room for. */
  readonly diffFile: string;
  /** Address of the pull request; left out where there is no token to open one with. */
  readonly pullRequest?: string;
}

/**
 * Open or update a pull request for each environment whose proposed branch differs from its own, with the
 * diff as its text, secrets hidden.
 * @throws PULL_REQUEST_REFUSED
 */
export async function proposeChanges(
  context: CliContext,
  settings: Settings,
  rendered: readonly SourcedEnvironment[],
): Promise<readonly Proposal[]> {
  const remote = await findRemote(context, settings.gitops);
  const github = findGithub(remote, context.environment);
  const proposals = rendered.map((one) => proposeOne(context, settings, { one, github }));
  return (await Promise.all(proposals)).filter((proposal) => proposal !== undefined);
}

interface Proposed {
  readonly one: SourcedEnvironment;
  readonly github: GithubRepository | undefined;
}

async function proposeOne(
  context: CliContext,
  settings: Settings,
  { one, github }: Proposed,
): Promise<Proposal | undefined> {
  const { environment, manifests, source, part } = one;
  const base = branchName(settings.gitops, environment);
  const head = nextBranch(base);
  const baseline = await readBaseline(context, { settings, environment, against: "published" });
  const after = [...manifests, ...(part?.kept ?? [])];
  const diff = await compareRenders(settings, { environment, before: baseline.manifests, after });
  if (diff.changes.length === 0) return undefined;
  const diffFile = `${diffFolder}/${environment}.txt`;
  const text = formatDiffText(diff, { colour: false, mostFields: Infinity });
  await writeTextAtomic(join(context.root, diffFile), text);
  if (github === undefined) return { environment, head, base, diffFile };
  const run = runAddress(context.environment);
  const diffs = [{ environment, against: baseline.against, diff }];
  const body = formatDiffMarkdown(diffs, run === undefined ? {} : { run });
  const title = pullRequestTitle(`${environment}: ${source.sha.slice(0, 7)} ${source.subject}`);
  const pullRequest = await ensurePullRequest(
    { ...github, signal: context.signal },
    { head, base, title, body },
  );
  return { environment, head, base, diffFile, pullRequest };
}

/** GitHub refuses a title of more than 256 characters. */
function pullRequestTitle(text: string): string {
  return text.length <= 250 ? plain(text) : `${plain(text.slice(0, 249)).toWellFormed()}…`;
}
