import type { CommandResult } from "../model/command.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { hideCredentials, type Remote } from "./git-remote.ts";

interface Cause {
  readonly said: RegExp;
  readonly code: string;
  readonly says: string;
  readonly fix: string;
}

/** What remotes say when they refuse, from the narrowest to the widest. */
const causes: readonly Cause[] = [
  {
    said: /'refs\/[^']+' exists; cannot create|directory file conflict/iu,
    code: "REMOTE_BRANCH_BLOCKED",
    says: "has a branch whose name leaves no room for ours",
    fix: "remove or rename the branch that Git names, or choose another gitops.branch in keelson.yaml",
  },
  {
    said: /GH006|GH013|protected branch|hook declined|TF402455|not allowed to (force )?push/iu,
    code: "REMOTE_PROTECTED",
    says: "does not let this identity write the branch",
    fix: "let it push environments/* and refs/notes/hydrator.metadata in the branch protection, or publish by pull request",
  },
  {
    said: /authentication failed|permission (to .* )?denied|marked as read only|could not read (username|password)|(error:|http) 40[13]\b|40[13] (unauthorized|forbidden)|publickey|not authorized|terminal prompts disabled/iu,
    code: "REMOTE_AUTH",
    says: "does not accept this identity",
    fix: "grant it contents: read and write (a token for https, a deploy key with write access for ssh)",
  },
  {
    said: /unable to create '.*\.lock'|another git process/iu,
    code: "REMOTE_LOCKED",
    says: "is locked by another Git process",
    fix: "wait for it to end; when none runs any more, remove the lock file that Git names",
  },
];

const unreachable: Omit<Cause, "said"> = {
  code: "REMOTE_UNREACHABLE",
  says: "cannot be used",
  fix: "see Git's own words, and gitops.remote in keelson.yaml",
};

/** A failed call to a remote, said as what it is and with Git's own words. */
export function remoteError(remote: Remote, result: CommandResult): KeelsonError {
  const words = hideCredentials(`${result.stderr.trim()}\n${result.stdout.trim()}`.trim());
  const { code, says, fix } = causes.find(({ said }) => said.test(words)) ?? unreachable;
  return new KeelsonError(`the GitOps remote ${remote.label} ${says}: ${words}`, {
    code,
    fault: "tool",
    fix,
  });
}

/**
 * Did the push fail because someone else writes too? Then it is planned again on what is there by then.
 * Nothing was pushed. What may not be written at all is not there later either.
 */
export function isContended(result: CommandResult, { code }: KeelsonError): boolean {
  if (code !== "REMOTE_UNREACHABLE" && code !== "REMOTE_LOCKED") return false;
  return contention.test(`${result.stdout}\n${result.stderr}`);
}

const contention =
  /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|reference already exists|unable to create '.*\.lock'|atomic transaction failed|failed to lock/iu;
