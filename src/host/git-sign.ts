import type { CommandResult } from "../model/command.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import type { Person } from "../model/plan.ts";
import { gitTime } from "./git-fast-import.ts";
import { type GitCall, gitError, type GitPlace, runGit } from "./git.ts";

/** A commit that is built, to be made once more with a signature. */
export interface CommitToSign {
  /** What it is, for the error: `the commit for environments/dev`. */
  readonly what: string;
  /** Where it is without a signature. */
  readonly ref: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  readonly authoredAt: string;
  readonly committer: Person;
  readonly committedAt: string;
}

/**
 * The same commit once more with a signature, by the key that Git is set up with.
 * @throws SIGNING_FAILED
 */
export async function signCommit(place: GitPlace, commit: CommitToSign): Promise<string> {
  const { ref, parents, message, author, committer } = commit;
  const call = {
    args: ["commit-tree", "-S", ...parents.flatMap((id) => ["-p", id]), `${ref}^{tree}`],
    input: message,
    environment: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: gitTime(commit.authoredAt),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: gitTime(commit.committedAt),
    },
  };
  const result = await runGit(place, call);
  if (result.exitCode === 0) return result.stdout.trim();
  throw signingFailed(place, commit, { call, result });
}

/** Git says no more than "gpg failed" of a missing key, so the key and the program are named here. */
function signingFailed(
  { settings = [] }: GitPlace,
  { what, committer }: CommitToSign,
  { call, result }: { readonly call: GitCall; readonly result: CommandResult },
): KeelsonError {
  const said = new Map(settings);
  const format = said.get("gpg.format") ?? "openpgp";
  const defaultProgram = format === "ssh" ? "ssh-keygen" : "gpg";
  const program = said.get(`gpg.${format}.program`) ?? said.get("gpg.program") ?? defaultProgram;
  const key = said.get("user.signingkey") ?? `${committer.name} <${committer.email}>`;
  const cause = gitError(call, result);
  const message = `${what} could not be signed by ${program} with the ${format} key ${key}: ${cause.message}`;
  return new KeelsonError(message, {
    code: "SIGNING_FAILED",
    fault: "tool",
    fix: `see that ${program} is there and has the secret key of user.signingKey, or set commit.gpgSign to false`,
    cause,
  });
}
