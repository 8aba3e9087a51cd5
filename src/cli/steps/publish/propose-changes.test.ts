import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { asMap, asText, type ValueMap } from "../../../model/value.ts";
import { readSettings } from "../../read-settings.ts";
import { deliver, type Delivered } from "./deliver.ts";
import { type TestRepository, testRepository } from "./test-repository.ts";

interface Heard {
  readonly method: string;
  readonly body: ValueMap;
  /** What the proposing branch holds at this moment. */
  readonly branch: string;
}

const run = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "o/source",
  GITHUB_RUN_ID: "7",
};

function many(start: string): readonly string[] {
  return Array.from({ length: 600 }, (_, index) => `${start}-${index}-${"x".repeat(150)}`);
}

describe("publish: pull-request", () => {
  let repository: TestRepository;
  let server: Server;
  let heard: Heard[];
  let open: ValueMap[];
  let api: string;

  beforeEach(async () => {
    repository = testRepository();
    heard = [];
    open = [];
    execFileSync("git", ["init", "--quiet", "--bare", remote()]);
    git("config", "uploadpack.allowFilter", "true");
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    vi.stubEnv("GIT_CONFIG_KEY_0", `url.${repository.root}/.build/remote/.insteadOf`);
    vi.stubEnv("GIT_CONFIG_VALUE_0", "https://github.com/");
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on("end", () => {
        const method = request.method ?? "";
        const branch = git("rev-parse", "refs/heads/environments/prod-next");
        if (method !== "GET") heard.push({ method, body: asMap(JSON.parse(text)), branch });
        const answer = method === "GET" ? open : { html_url: "https://github.com/o/r/pull/7" };
        if (method === "POST") open = [{ number: 7 }];
        response.writeHead(200).end(JSON.stringify(answer));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    api = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.close();
    repository.remove();
  });

  function remote(): string {
    return join(repository.root, ".build/remote/o/r.git");
  }

  function git(...args: readonly string[]): string {
    return execFileSync("git", ["-C", remote(), ...args], { encoding: "utf8" }).trim();
  }

  /** Publish a render with these objects; no program of the source runs. */
  async function publish(
    how: string,
    data: readonly string[],
    subject = "feat: change",
  ): Promise<Delivered> {
    const { root, context } = repository;
    const settings = `gitops: { remote: "https://github.com/o/r.git" }\nenvironments: { prod: { publish: ${how} } }\n`;
    writeFileSync(join(root, "keelson.yaml"), settings);
    const sha = repository.commit(subject);
    repository.git("update-ref", "refs/remotes/origin/main", sha);
    const manifests = data.map((text, index) => ({
      release: "web",
      body: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: `map-${index}`, namespace: "web" },
        data: { text },
      },
    }));
    const bundle = {
      bundleForm: 1,
      source: { sha, dirty: false },
      environments: [{ environment: "prod", manifests }],
    };
    mkdirSync(join(root, ".build"), { recursive: true });
    writeFileSync(join(root, ".build/bundle"), JSON.stringify(bundle));
    const environment = {
      ...context.environment,
      GITHUB_TOKEN: "t0ken",
      GITHUB_API_URL: api,
      ...run,
    };
    return deliver({ ...context, environment }, await readSettings(root), {
      environments: ["prod"],
      bundle: ".build/bundle",
    });
  }

  test("opens a request for the branch that it pushed, and brings it up to date", async () => {
    await publish("direct", ["first"]);
    const active = git("rev-parse", "environments/prod");
    const { proposals } = await publish("pull-request", ["second"]);
    expect(proposals).toMatchObject([{ pullRequest: "https://github.com/o/r/pull/7" }]);
    await publish("pull-request", ["third"]);
    expect(heard.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
    expect(heard[0]?.body).toMatchObject({
      head: "environments/prod-next",
      base: "environments/prod",
    });
    expect(asText(heard[1]?.body["body"])).toContain("third");
    expect(git("rev-parse", "environments/prod")).toBe(active);
    const [first, second] = heard.map(({ branch }) => branch);
    expect(git("rev-parse", `${second}~1`, `${first}~1`)).toBe(`${first}\n${active}`);
  });

  test("a subject of any length makes a title that GitHub takes", async () => {
    await publish("direct", ["first"]);
    await publish("pull-request", ["second"], `feat: ${"😀".repeat(500)}`);
    const title = asText(heard[0]?.body["title"]);
    expect(title).toMatch(/^prod: [0-9a-f]{7} feat: /u);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(title.isWellFormed()).toBe(true);
  });

  test("has the whole diff in a file where the request's text has no room", async () => {
    await publish("direct", many("old"));
    const { proposals } = await publish("pull-request", many("new"));
    const body = asText(heard[0]?.body["body"]);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/^.*600/u);
    expect(body).toMatch(/more objects/u);
    expect(body).not.toContain("new-599-");
    expect(body).toContain("[this run](https://github.com/o/source/actions/runs/7)");
    const [proposal] = proposals;
    const all = readFileSync(join(repository.root, proposal?.diffFile ?? ""), "utf8");
    expect(all).toContain("new-599-");
  });
});
