import { KeelsonError } from "../model/keelson-error.ts";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import { hideCredentials, type Remote } from "./git-remote.ts";

/** A repository at GitHub, or at an own GitHub server, and the right to write there. */
export interface GithubRepository {
  readonly api: string;
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  readonly signal?: AbortSignal;
}

export interface PullRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const timeoutMs = 30_000;
const address =
  /^(?:[a-z+]+:\/\/(?:[^/]*@)?|[^@/]+@)([^:/@]+)(?::\d+)?[:/](?:.*\/)?([^/]+)\/([^/]+?)(?:\.git)?\/?$/u;

/**
 * The GitHub repository behind a remote; undefined when there is no token (`GITHUB_TOKEN`, `GH_TOKEN`) or
 * the remote is not at the GitHub that the token is for: github.com, `GITHUB_SERVER_URL` or `GH_HOST`.
 */
export function findGithub(remote: Remote, variables: Variables): GithubRepository | undefined {
  const token = tokenOf(variables);
  const found = address.exec(remote.address);
  if (token === undefined || found === null) return undefined;
  const [, host = "", owner = "", name = ""] = found;
  const api = apiOf(host, variables);
  return api === undefined ? undefined : { api, owner, name, token };
}

/** A token goes to no other host than those that it was made for. */
function apiOf(host: string, variables: Variables): string | undefined {
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_API_URL: said } = variables;
  const isServer = URL.canParse(server) && new URL(server).hostname === host;
  if (isServer && said !== undefined) return said;
  if (host === "github.com") return "https://api.github.com";
  return isServer || variables["GH_HOST"] === host ? `https://${host}/api/v3` : undefined;
}

/** The address of the workflow run that we are in; undefined elsewhere. */
export function runAddress(variables: Variables): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_RUN_ID: run } = variables;
  const url = `${server}/${name}/actions/runs/${run}`;
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/u.test(url) ? url : undefined;
}

function tokenOf(variables: Variables): string | undefined {
  return [variables["GITHUB_TOKEN"], variables["GH_TOKEN"]].find((token) => (token ?? "") !== "");
}

/**
 * Open a pull request, or bring the one that is open up to date. Gives its address.
 * @throws PULL_REQUEST_REFUSED GitHub does not accept it, with its own words
 */
export async function ensurePullRequest(
  repository: GithubRepository,
  request: PullRequest,
): Promise<string> {
  const { head, base, title, body } = request;
  const query = new URLSearchParams({ head: `${repository.owner}:${head}`, base, state: "open" });
  const open = await call(repository, { method: "GET", path: `pulls?${query.toString()}` });
  const number = asMap(asList(open)[0])["number"];
  const answer =
    typeof number === "number"
      ? await call(repository, { method: "PATCH", path: `pulls/${number}`, body: { title, body } })
      : await call(repository, {
          method: "POST",
          path: "pulls",
          body: { title, body, head, base },
        });
  const opened = asText(asMap(answer)["html_url"]);
  if (opened !== "") return opened;
  throw refused("GitHub's answer names no pull request");
}

interface ApiCall {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body?: ValueMap;
}

async function call(
  repository: GithubRepository,
  { method, path, body }: ApiCall,
): Promise<unknown> {
  const { api, owner, name, token, signal } = repository;
  const limit = AbortSignal.timeout(timeoutMs);
  const url = `${api}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/${path}`;
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "user-agent": "keelson",
      "x-github-api-version": "2022-11-28",
    },
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    // Where GitHub sends us on to, the token does not go: the repository was renamed.
    redirect: "manual",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cancelled();
    throw refused(`GitHub cannot be reached at ${hideCredentials(api)}`, cause);
  });
  const text = await response.text().catch((cause: unknown) => {
    throw refused(`GitHub's answer to ${method} pulls broke off`, cause);
  });
  const answer = parse(text);
  if (!response.ok) {
    const words = explain(answer) || response.statusText;
    throw refused(`GitHub answered ${response.status} to ${method} pulls: ${words}`);
  }
  if (answer !== undefined) return answer;
  throw refused(`what answers ${method} pulls at ${hideCredentials(api)} is not GitHub's API`);
}

/** GitHub's own words, with each of its reasons. */
function explain(answer: unknown): string {
  const { message, errors } = asMap(answer);
  const reasons = asList(errors).map((one) => {
    const { message: says, field, code } = asMap(one);
    return asText(says) || [field, code].map(asText).filter(Boolean).join(" ") || asText(one);
  });
  return [asText(message), ...reasons].filter(Boolean).join("; ");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy answered in its own words.
    return undefined;
  }
}

function cancelled(): KeelsonError {
  return new KeelsonError("cancelled while GitHub was asked for a pull request", {
    code: "CANCELLED",
    fault: "tool",
    fix: "the branch is pushed; publish again to open or update the pull request",
  });
}

function refused(message: string, cause?: unknown): KeelsonError {
  return new KeelsonError(message, {
    code: "PULL_REQUEST_REFUSED",
    fault: "tool",
    fix: "the branch is pushed; grant the token pull-requests: write and publish again, or open it by hand",
    cause,
  });
}
