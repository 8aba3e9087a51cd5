import { posix } from "node:path";
import { isThere } from "../host/files.ts";
import { folderInside } from "../host/git-worktree.ts";
import type { CliContext } from "../model/cli-context.ts";
import type { Finding } from "../model/finding.ts";
import { formatGithub } from "../report/github.ts";
import { isWorkflow } from "./is-workflow.ts";

/** In a GitHub workflow, put findings on the lines of the pull request; elsewhere do nothing. */
export async function annotate(findings: readonly Finding[], context: CliContext): Promise<void> {
  if (!isWorkflow(context) || findings.length === 0) return;
  // The runner reads both outputs, and standard output may be a file that something else reads.
  context.say(formatGithub(await fromRepositoryRoot(findings, context)));
}

/** Findings whose files are told from the top of the Git repository, of which ours may be a folder. */
export async function fromRepositoryRoot(
  findings: readonly Finding[],
  { root }: Pick<CliContext, "root">,
): Promise<readonly Finding[]> {
  const folder = await folderInside({ folder: root }).catch(() => "");
  if (folder === "") return findings;
  const placed = findings.map(async (finding): Promise<Finding> => {
    const { file } = finding.at;
    // A chart's template is named as Helm names it, and stands elsewhere.
    if (file === undefined || !(await isThere(posix.join(root, file)))) return finding;
    return { ...finding, at: { ...finding.at, file: posix.join(folder, file) } };
  });
  return Promise.all(placed);
}
