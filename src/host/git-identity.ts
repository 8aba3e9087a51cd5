import type { Person } from "../model/plan.ts";
import { type GitPlace, runGit } from "./git.ts";

/** Who commits, and how commits are signed, as Git's own configuration says. */
export interface CommitIdentity {
  /** Left out: each commit's author. */
  readonly committer?: Person;
  /** Git settings to sign with; left out when `commit.gpgSign` is off. */
  readonly signing?: readonly (readonly [key: string, value: string])[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Read the identity from the environment (`GIT_COMMITTER_…`) and from the source repository's settings. */
export async function readIdentity(place: GitPlace, variables: Variables): Promise<CommitIdentity> {
  const asked = String.raw`^(user\.(name|email|signingkey)|gpg\..*|commit\.gpgsign)$`;
  const { stdout } = await runGit(place, { args: ["config", "--null", "--get-regexp", asked] });
  const settings = stdout.split("\0").flatMap((entry) => {
    const end = entry.indexOf("\n");
    return end < 1 ? [] : [[entry.slice(0, end), entry.slice(end + 1)] as const];
  });
  const said = new Map(settings);
  const name = variables["GIT_COMMITTER_NAME"] ?? said.get("user.name");
  const email = variables["GIT_COMMITTER_EMAIL"] ?? said.get("user.email");
  const isSigned = /^(true|yes|on|1)$/iu.test(said.get("commit.gpgsign") ?? "");
  return {
    ...(name === undefined || email === undefined ? {} : { committer: { name, email } }),
    ...(isSigned ? { signing: settings } : {}),
  };
}
