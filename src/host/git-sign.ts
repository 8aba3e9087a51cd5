import { KeelsonError } from "../model/keelson-error.ts";
import type { Person } from "../model/plan.ts";
import { type CommitToBuild, gitTime } from "./git-fast-import.ts";
import { gitError, type GitPlace, runGit } from "./git.ts";

export interface SignRequest {
  readonly commit: CommitToBuild;
  readonly committer: Person;
}

/**
 * The same commit once more with a signature, by the key that Git is set up with.
 * @throws SIGNING_FAILED
 */
export async function signCommit(
  place: GitPlace,
  { commit: built, committer }: SignRequest,
): Promise<string> {
  const { commit, ref, parents } = built;
  const call = {
    args: ["commit-tree", "-S", ...parents.flatMap((id) => ["-p", id]), `${ref}^{tree}`],
    input: commit.message,
    environment: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: gitTime(commit.authoredAt),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: gitTime(commit.committedAt),
    },
  };
  const result = await runGit(place, call);
  if (result.exitCode === 0) return result.stdout.trim();
  throw new KeelsonError(`the commit for ${built.branch} could not be signed`, {
    code: "SIGNING_FAILED",
    fault: "tool",
    fix: "see that user.signingKey is there and its agent runs, or set commit.gpgSign to false",
    cause: gitError(call, result),
  });
}
