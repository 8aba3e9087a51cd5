import { readRemote, type Remote } from "../../host/git-remote.ts";
import { remoteUrl } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { Gitops } from "../../model/keelson-config.ts";
import { KeelsonError } from "../../model/keelson-error.ts";

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
