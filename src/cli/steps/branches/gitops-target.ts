import { readRemote, type Remote } from "../../../host/git-remote.ts";
import { remoteUrl } from "../../../host/git-source.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Gitops } from "../../../model/keelson-config.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { nextBranch } from "../../../publish/proposed-branch.ts";
import type { Settings } from "../../settings.ts";

/**
 * The repository that `gitops.remote` stands for: the name of a Git remote, a URL or a path.
 * @throws REMOTE_INVALID
 */
export async function findRemote(
  { root }: CliContext,
  { remote }: Required<Gitops>,
): Promise<Remote> {
  const isName = /^\w[\w-]*$/u.test(remote);
  const url = isName ? await remoteUrl(root, remote) : undefined;
  return readRemote(root, url ?? remote);
}

/** The branch that an environment is published to. */
export function branchName({ branch }: Required<Gitops>, environment: string): string {
  return branch.replaceAll("{environment}", environment);
}

/**
 * Two environments on one branch would undo each other's work, and so would one on another's proposals.
 * @throws BRANCH_SHARED
 */
export function refuseSharedBranches({ gitops, environments }: Settings): void {
  const taken = new Map<string, string>();
  for (const [environment, { publish }] of Object.entries(environments)) {
    const branch = branchName(gitops, environment);
    for (const name of publish === "pull-request" ? [branch, nextBranch(branch)] : [branch]) {
      const other = taken.get(name);
      if (other !== undefined) throw sharedBranch(name, [other, environment]);
      taken.set(name, environment);
    }
  }
}

function sharedBranch(branch: string, both: readonly [string, string]): KeelsonError {
  return new KeelsonError(`${both.join(" and ")} would both be published to ${branch}`, {
    code: "BRANCH_SHARED",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/gitops/branch" },
    fix: "give each environment its own: environments/{environment}",
  });
}

/**
 * The path of a file in the folder that the branches keep their manifests in.
 * @throws GITOPS_PATH_INVALID
 */
export function inFolder({ path }: Required<Gitops>, file: string): string {
  if (path === "") return file;
  if (/^\w[\w.-]*(\/\w[\w.-]*)*$/u.test(path)) return `${path}/${file}`;
  throw new KeelsonError(`${JSON.stringify(path)} cannot be a folder on a branch`, {
    code: "GITOPS_PATH_INVALID",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/gitops/path" },
    fix: "choose a path of letters, digits, dots and dashes, such as clusters/a",
  });
}
