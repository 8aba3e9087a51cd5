import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRemote } from "./git-remote.ts";
import { ensurePullRequest, findGithub, type GithubRepository, runAddress } from "./github.ts";

interface Heard {
  readonly line: string;
  readonly authorization: string;
  readonly body: unknown;
}

function asText(answer: unknown): string {
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

describe("ensurePullRequest", () => {
  let server: Server;
  let heard: Heard[];
  let answers: (readonly [status: number, body: unknown])[];
  let repository: GithubRepository;

  beforeEach(async () => {
    heard = [];
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on("end", () => {
        const body: unknown = text === "" ? undefined : JSON.parse(text);
        const authorization = request.headers.authorization ?? "";
        heard.push({ line: `${request.method} ${request.url}`, authorization, body });
        const [status, answer] = answers.shift() ?? [500, {}];
        response.writeHead(status, { location: "/" });
        if (answer === undefined) response.write("[", () => response.destroy());
        else response.end(asText(answer));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    repository = { api: `http://127.0.0.1:${port}`, owner: "o", name: "r", token: "t0ken" };
  });
  afterEach(() => server.close());

  const request = {
    head: "environments/prod-next",
    base: "environments/prod",
    title: "t",
    body: "b",
  };

  test("opens one where none is open", async () => {
    answers = [
      [200, []],
      [201, { html_url: "https://example.com/1" }],
    ];
    expect(await ensurePullRequest(repository, request)).toBe("https://example.com/1");
    expect(heard.map(({ line }) => line)).toEqual([
      "GET /repos/o/r/pulls?head=o%3Aenvironments%2Fprod-next&base=environments%2Fprod&state=open",
      "POST /repos/o/r/pulls",
    ]);
    expect(heard[1]).toMatchObject({ authorization: "Bearer t0ken", body: request });
  });

  test("brings the open one up to date", async () => {
    answers = [
      [200, [{ number: 7 }]],
      [200, { html_url: "https://example.com/7" }],
    ];
    expect(await ensurePullRequest(repository, request)).toBe("https://example.com/7");
    expect(heard[1]).toMatchObject({
      line: "PATCH /repos/o/r/pulls/7",
      body: { title: "t", body: "b" },
    });
  });

  test("says what GitHub says when it refuses, without the token", async () => {
    answers = [[403, { message: "Resource not accessible by integration" }]];
    const refused = ensurePullRequest(repository, request);
    await expect(refused).rejects.toMatchObject({ code: "PULL_REQUEST_REFUSED" });
    await expect(refused).rejects.toThrow(/403 .*Resource not accessible/u);
    await expect(refused).rejects.not.toThrow(/t0ken/u);
  });

  test("says each of GitHub's reasons", async () => {
    const errors = [
      { resource: "PullRequest", code: "custom", message: "No commits between a and b" },
      { resource: "PullRequest", field: "base", code: "invalid" },
    ];
    answers = [
      [200, []],
      [422, { message: "Validation Failed", errors }],
    ];
    const refused = ensurePullRequest(repository, request);
    await expect(refused).rejects.toThrow(/Failed; No commits between a and b; base invalid$/u);
  });

  test.each([
    ["a page of a proxy", [[200, "<html>log in</html>"]], /is not GitHub's API/u],
    ["an answer that breaks off", [[200, undefined]], /broke off/u],
    ["a repository that has moved", [[301, { message: "Moved Permanently" }]], /301 .*Moved/u],
    [
      "an answer to another question",
      [
        [200, []],
        [200, {}],
      ],
      /names no pull request/u,
    ],
  ] as const)("%s is no pull request", async (_, given, words) => {
    answers = [...given];
    const refused = ensurePullRequest(repository, request);
    await expect(refused).rejects.toMatchObject({ code: "PULL_REQUEST_REFUSED" });
    await expect(refused).rejects.toThrow(words);
  });

  test("a call that is cancelled is no refusal", async () => {
    const asked = ensurePullRequest({ ...repository, signal: AbortSignal.abort() }, request);
    await expect(asked).rejects.toMatchObject({ code: "CANCELLED" });
  });

  test("a server that is not there is said as such", async () => {
    server.close();
    const refused = ensurePullRequest({ ...repository, api: "http://127.0.0.1:1" }, request);
    await expect(refused).rejects.toMatchObject({ code: "PULL_REQUEST_REFUSED" });
  });
});

describe("findGithub", () => {
  const variables = { GITHUB_TOKEN: "t" };

  test.each([
    ["https://github.com/o/r.git", "https://api.github.com"],
    ["https://x-access-token:abc@github.com/o/r", "https://api.github.com"],
    ["git@github.com:o/r.git", "https://api.github.com"],
    ["https://x-access-token:a@bc@github.com/o/r", "https://api.github.com"],
  ])("reads owner and name of %s", (url, api) => {
    const found = findGithub(readRemote("/", url), variables);
    expect(found).toEqual({ api, owner: "o", name: "r", token: "t" });
  });

  test.each([
    { GH_HOST: "github.example.com" },
    { GITHUB_SERVER_URL: "https://github.example.com" },
  ])("an own server is known by %j", (named) => {
    const remote = readRemote("/", "ssh://git@github.example.com:22/o/r.git");
    expect(findGithub(remote, { ...variables, ...named })).toMatchObject({
      api: "https://github.example.com/api/v3",
    });
  });

  test.each([
    "https://gitlab.example.com/o/r.git",
    "https://github.com@example.com/o/r.git",
    "https://example.com/github.com/o/r.git",
    "git@github.com.example.com:o/r.git",
  ])("the token is for no other host: %s", (url) => {
    const api = { GITHUB_API_URL: "https://api.github.com" };
    expect(findGithub(readRemote("/", url), { ...variables, ...api })).toBeUndefined();
  });

  test("there is none without a token, or for a folder", () => {
    expect(findGithub(readRemote("/", "https://github.com/o/r.git"), {})).toBeUndefined();
    expect(findGithub(readRemote("/", "/tmp/o/r.git"), variables)).toBeUndefined();
  });
});

describe("runAddress", () => {
  const run = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r" };

  test("is where a run of GitHub Actions is seen, and nothing elsewhere", () => {
    const address = "https://github.com/o/r/actions/runs/7";
    expect(runAddress({ ...run, GITHUB_RUN_ID: "7" })).toBe(address);
    expect(runAddress(run)).toBeUndefined();
    expect(runAddress({ ...run, GITHUB_RUN_ID: "7) [x](https://example.com" })).toBeUndefined();
  });
});
