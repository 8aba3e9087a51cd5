import { isAbsolute, relative, resolve } from "node:path";
import { KeelsonError } from "../model/keelson-error.ts";

/** A repository that Keelson pushes to. */
export interface Remote {
  /** What Git is told; it may hold credentials and is never printed. */
  readonly address: string;
  /** What people are shown. */
  readonly label: string;
  /** The repository's folder, where it lies below our own `.build/` and so is ours to make. */
  readonly embedded?: string;
}

/** What stands before a path: a host and port that are none would be the start of a password with a slash in it. */
const authority = /(?!-)(?:[^\s/]*@)?(?:[^\s/@:[\]-][^\s/@:[\]]*|\[[\da-f:.]+\])(?::\d+)?/iu.source;
const url = new RegExp(`^(?:file://|(?:https?|ssh)://${authority}/)\\S*$`, "u");
const scpLike = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:[^\s-][^\s]*$/u;

/**
 * Read what `gitops.remote` says: a URL, `user@host:path`, or a path from the repository's root.
 * @throws REMOTE_INVALID it is none of these, or would be read as an option or a command
 */
export function readRemote(root: string, remote: string): Remote {
  if (url.test(remote) || scpLike.test(remote))
    return { address: remote, label: hideCredentials(remote) };
  if (!/^[\w./~][^:\p{Cc}]*$/u.test(remote)) throw invalid(remote);
  const folder = resolve(root, remote);
  const fromBuild = relative(resolve(root, ".build"), folder);
  const isOurs = fromBuild !== "" && !fromBuild.startsWith("..") && !isAbsolute(fromBuild);
  return { address: folder, label: remote, ...(isOurs ? { embedded: folder } : {}) };
}

/** A password may hold an `@`, and a slash where it was not encoded: then no port follows the first colon. */
const userinfo = /(\w+:\/\/)(?:[^\s/]+@|[^\s/:@]+:(?!\d*[/?#\s'"])[^\s'"]*@)/gu;
const secretParameter = /([?&][\w.-]*(?:token|secret|password|key|auth|sig)[\w.-]*=)[^\s&'"]+/giu;

/** Text that may quote a URL, with the credentials in it made unreadable. */
export function hideCredentials(text: string): string {
  return text.replaceAll(userinfo, "$1***@").replaceAll(secretParameter, "$1***");
}

/** A URL as others may know it. */
export function withoutCredentials(address: string): string {
  return hideCredentials(address).replace("://***@", "://");
}

/**
 * The full name of a branch.
 * @throws BRANCH_INVALID Git would not take the name, or would take it for something else
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function branchRef(branch: string): string {
  const isBad =
    /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|(^|\/)\.|\.lock(\/|$)|^-|^@$|^HEAD$|^refs\//u.test(
      branch,
    );
  if (branch !== "" && !isBad) return `refs/heads/${branch}`;
  throw new KeelsonError(`${JSON.stringify(branch)} cannot be the name of a branch`, {
    code: "BRANCH_INVALID",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/gitops/branch" },
    fix: "choose a name such as environments/{environment}",
  });
}

function invalid(remote: string): KeelsonError {
  // What is no URL has no rule for where its password ends.
  const shown = hideCredentials(remote).replace(/^(\w+:\/\/)?.*@/su, "$1***@");
  return new KeelsonError(`${JSON.stringify(shown)} is no Git remote`, {
    code: "REMOTE_INVALID",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/gitops/remote" },
    fix: "give an https or ssh URL, user@host:path, or a path",
  });
}
