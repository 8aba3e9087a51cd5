import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asText } from "../../src/model/value.ts";
import { type JobRun, type RunRequest, runWorkflow } from "./run-workflow.ts";

const isThere = ["helm", "helmfile", "jq"].every(
  (program) => spawnSync(program, ["--help"], { encoding: "utf8" }).error === undefined,
);
if (!isThere && process.env["CI"] === "true") throw new Error("helmfile or jq is missing");

const files = {
  "platform/.gitignore": ".build\n.cache\n",
  "platform/keelson.yaml": "environments: { dev: {}, prod: {} }\n",
  "platform/helmfile.yaml": `environments: { dev: {}, prod: {} }
---
releases:
  - { name: web, namespace: x, chart: ./map, values: ["web.{{ .Environment.Name }}.yaml"] }
  - { name: db, namespace: x, chart: ./map, values: [db.yaml] }
`,
  "platform/map/Chart.yaml": "apiVersion: v2\nname: map\nversion: 1.0.0\n",
  "platform/map/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { text: "{{ .Values.text }}" }
`,
  "platform/web.dev.yaml": "text: first\n",
  "platform/web.prod.yaml": "text: first\n",
  "platform/db.yaml": "text: first\n",
};

/** Which jobs ran, and for what. */
function jobs(done: readonly JobRun[]): readonly string[] {
  return done.map(({ job, matrix: { shard, environments } }) =>
    [job, asText(shard) || asText(environments)].join(" ").trim(),
  );
}

function failures(done: readonly JobRun[]): string {
  return done.flatMap(({ result, log }) => (result === "failure" ? [log] : [])).join("\n");
}

describe.skipIf(!isThere)(
  "the workflows, called by another repository (needs helmfile, jq)",
  () => {
    let folder: string;
    let runs: number;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "keelson-workflows-"));
      runs = 0;
      execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", source()]);
      git("config", "uploadpack.allowFilter", "true");
      git("config", "uploadpack.allowAnySHA1InWant", "true");
      execFileSync("git", ["clone", "--quiet", source(), work()], { stdio: "pipe" });
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    function source(): string {
      return join(folder, "source.git");
    }

    function work(): string {
      return join(folder, "work");
    }

    function git(...args: readonly string[]): string {
      return execFileSync("git", ["-C", source(), ...args], { encoding: "utf8" }).trim();
    }

    /** Push files to a branch of the source. Gives the commit. */
    function push(texts: Readonly<Record<string, string>>, branch = "main"): string {
      for (const [path, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(work(), path)), { recursive: true });
        writeFileSync(join(work(), path), text);
      }
      const identity = ["-c", "user.name=Writer", "-c", "user.email=writer@example.com"];
      const inWork = (...args: readonly string[]): string =>
        execFileSync("git", [...identity, ...args], {
          cwd: work(),
          encoding: "utf8",
          stdio: "pipe",
        });
      inWork("add", "--all");
      inWork("commit", "--quiet", "--message", `feat: ${Object.keys(texts).join()}`);
      inWork("push", "--quiet", "origin", `HEAD:${branch}`);
      return inWork("rev-parse", "HEAD").trim();
    }

    function call(workflow: string, request: Pick<RunRequest, "sha" | "event">): readonly JobRun[] {
      runs += 1;
      const own = join(folder, `run-${runs}`);
      mkdirSync(own);
      const inputs = { "working-directory": "platform", setup: "echo ready", name: "team" };
      return runWorkflow({ workflow, source: source(), folder: own, inputs, ...request });
    }

    function publish(sha: string): readonly JobRun[] {
      return call("publish.yaml", { sha, event: "push" });
    }

    function note(environment: string): string {
      return git("notes", "--ref=hydrator.metadata", "show", `environments/${environment}`);
    }

    test("publish renders what changed, and every branch says that it has the newest source", () => {
      const first = publish(push(files));
      expect(failures(first)).toBe("");
      expect(jobs(first)).toEqual([
        "plan",
        "render dev.1",
        "render prod.1",
        "publish dev",
        "publish prod",
      ]);
      expect(git("ls-tree", "-r", "--name-only", "environments/prod")).toContain(
        "web/configmap._x_web.yaml",
      );
      const dev = git("rev-parse", "environments/dev");
      const sha = push({ "platform/web.prod.yaml": "text: second\n" });
      const second = publish(sha);
      expect(failures(second)).toBe("");
      expect(second.filter(({ job }) => job === "render").map(({ matrix }) => matrix)).toEqual([
        { shard: "prod.1", environment: "prod", only: "name=web", source: "" },
      ]);
      expect(git("show", "environments/prod:web/configmap._x_web.yaml")).toContain("second");
      expect(git("show", "environments/prod:db/configmap._x_db.yaml")).toContain("first");
      expect(git("rev-parse", "environments/dev")).toBe(dev);
      expect([note("dev"), note("prod")]).toEqual([`{"drySha":"${sha}"}`, `{"drySha":"${sha}"}`]);
      expect(jobs(publish(sha))).toEqual(["plan"]);
      expect(second.map(({ summary }) => summary).join("")).toContain("prod.1: [");
    });

    test("publish proposes where keelson.yaml says so, and keeps the whole diff", () => {
      expect(failures(publish(push(files)))).toBe("");
      const active = git("rev-parse", "environments/prod");
      const done = publish(
        push({
          "platform/keelson.yaml": "environments: { dev: {}, prod: { publish: pull-request } }\n",
          "platform/db.yaml": "text: second\n",
        }),
      );
      expect(failures(done)).toBe("");
      expect(done.map(({ job }) => job)).toEqual([
        "plan",
        "render",
        "render",
        "publish",
        "propose",
      ]);
      expect(git("rev-parse", "environments/prod")).toBe(active);
      expect(git("show", "environments/prod-next:db/configmap._x_db.yaml")).toContain("second");
      const sha = push({ "README.md": "more\n" });
      const again = publish(sha);
      expect(failures(again)).toBe("");
      expect(jobs(again)).toEqual(["plan", "publish dev", "propose prod"]);
      expect([note("dev"), note("prod-next")].every((text) => text.includes(sha))).toBe(true);
      const diff = join(folder, "run-2/artifacts/team-diffs.0/prod.txt");
      expect(readFileSync(diff, "utf8")).toContain("second");
    });

    test("a pinned environment is rendered from the source that it is pinned to", () => {
      const first = push(files);
      expect(failures(publish(first))).toBe("");
      expect(failures(publish(push({ "platform/web.prod.yaml": "text: second\n" })))).toBe("");
      const pin = `environments: { dev: {}, prod: { source: ${first} } }\n`;
      const done = publish(push({ "platform/keelson.yaml": pin }));
      expect(failures(done)).toBe("");
      expect(git("show", "environments/prod:web/configmap._x_web.yaml")).toContain("first");
      expect(note("prod")).toContain(first);
      const later = publish(push({ "platform/web.prod.yaml": "text: third\n" }));
      expect(jobs(later).filter((job) => job.includes("prod"))).toEqual([]);
    });

    test("a release that cannot be rendered holds up its own environment alone", () => {
      const done = publish(push({ ...files, "platform/web.prod.yaml": "text: {\n" }));
      const results = done.map(({ job, matrix, result }) => [job, matrix["environment"], result]);
      expect(results).toContainEqual(["render", "prod", "failure"]);
      expect(git("for-each-ref", "--format=%(refname:short)", "refs/heads/environments")).toBe(
        "environments/dev",
      );
      const publishing = done.filter(({ job }) => job === "publish");
      expect(publishing.map(({ result }) => result)).toEqual(["success", "failure"]);
    });

    test("check shows what a pull request changes, with no token at all", () => {
      push(files);
      const sha = push({ "platform/db.yaml": "text: proposed\n" }, "change");
      const [done] = call("check.yaml", { sha, event: "pull_request" });
      expect(done).toMatchObject({ result: "success" });
      expect(done?.summary).toContain("proposed");
      expect(done?.outputs["diff-url"]).toMatch(/team-diff$/);
      expect(readdirSync(join(folder, "run-1/artifacts/team-diff"))).toEqual(["diff.md"]);
    });

    test("check puts what is wrong on its line, and fails", () => {
      push(files);
      const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "example.com/web:1", envFrom: [{ secretRef: { name: none } }] }] }
`;
      const sha = push({ "platform/map/templates/pod.yaml": pod }, "change");
      const [done] = call("check.yaml", { sha, event: "pull_request" });
      expect(done?.result).toBe("failure");
      expect(done?.log).toMatch(/^::error .*title=LINK/m);
      const oops = { "platform/keelson.yaml": "environments: { dev: { oops: 1 } }\n" };
      const [refused] = call("check.yaml", { sha: push(oops, "change"), event: "pull_request" });
      expect(refused?.log).toMatch(/^::error file=platform\/keelson\.yaml,line=1,/m);
      expect(done?.summary).not.toBe("");
    });
  },
);
