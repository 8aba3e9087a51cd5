import type { CliContext } from "../model/cli-context.ts";
import type { Finding } from "../model/finding.ts";
import { formatGithub } from "../report/github.ts";

/** In a GitHub workflow, put findings on the lines of the pull request; elsewhere do nothing. */
export function annotate(findings: readonly Finding[], context: CliContext): void {
  // The runner reads both outputs, and standard output may be a file that something else reads.
  if (context.environment["GITHUB_ACTIONS"] === "true") context.say(formatGithub(findings));
}
