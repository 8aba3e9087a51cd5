import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../src/host/test-programs.ts";
import { asText } from "../../src/model/value.ts";
import { CallingRepository, files } from "./calling-repository.ts";
import type { JobRun } from "./run-workflow.ts";

const isThere = hasPrograms("helm", "helmfile", "jq", "act");

/** Which jobs ran, and for what, by name; not the caller's own. */
function jobs(done: readonly JobRun[]): readonly string[] {
  const called = done.filter(({ job }) => job !== "report");
  return called
    .map(({ job, matrix: { shard, environments } }) =>
      [job, asText(shard) || asText(environments)].join(" ").trim(),
    )
    .toSorted();
}

function summaries(done: readonly JobRun[]): string {
  return done.map(({ summary }) => summary).join("");
}

function failures(done: readonly JobRun[]): string {
  return done.flatMap(({ result, log }) => (result === "failure" ? [log] : [])).join("\n");
}

let caller: CallingRepository;

beforeEach(() => {
  caller = new CallingRepository();
});
afterEach(() => caller.remove());

describe.skipIf(!isThere)("the workflows, called by another repository", () => {
  test("publish renders what changed, and every branch says that it has the newest source", () => {
    const first = caller.publish(files);
    expect(failures(first)).toBe("");
    expect(jobs(first)).toEqual([
      "plan",
      "publish dev",
      "publish prod",
      "render dev.1",
      "render prod.1",
    ]);
    expect(caller.git("ls-tree", "-r", "--name-only", "environments/prod")).toContain(
      "web/configmap._x_web.yaml",
    );
    const dev = caller.git("rev-parse", "environments/dev");
    const second = caller.publish({ "platform/web.prod.yaml": "text: second\n" });
    expect(failures(second)).toBe("");
    expect(second.filter(({ job }) => job === "render").map(({ matrix }) => matrix)).toEqual([
      { shard: "prod.1", environment: "prod", only: "name=web", source: "" },
    ]);
    expect(caller.git("show", "environments/prod:web/configmap._x_web.yaml")).toContain("second");
    expect(caller.git("show", "environments/prod:db/configmap._x_db.yaml")).toContain("first");
    expect(caller.git("rev-parse", "environments/dev")).toBe(dev);
    const newest = `{"drySha":"${caller.git("rev-parse", "main")}"}`;
    expect([caller.note("dev"), caller.note("prod")]).toEqual([newest, newest]);
    expect(jobs(caller.run("push"))).toEqual(["plan"]);
    expect(summaries(second)).toContain("prod.1: [");
    expect(summaries(second)).not.toContain("\u001B");
  });

  test("publish proposes where keelson.yaml says so, and keeps the whole diff", () => {
    expect(failures(caller.publish(files))).toBe("");
    const active = caller.git("rev-parse", "environments/prod");
    const done = caller.publish({
      "platform/keelson.yaml": "environments: { dev: {}, prod: { publish: pull-request } }\n",
      "platform/db.yaml": "text: second\n",
    });
    expect(failures(done)).toBe("");
    expect(jobs(done)).toEqual([
      "plan",
      "propose prod",
      "publish dev",
      "render dev.1",
      "render prod.1",
    ]);
    expect(caller.git("rev-parse", "environments/prod")).toBe(active);
    expect(caller.git("show", "environments/prod-next:db/configmap._x_db.yaml")).toContain(
      "second",
    );
    const again = caller.publish({ "README.md": "more\n" });
    expect(failures(again)).toBe("");
    expect(jobs(again)).toEqual(["plan", "propose prod", "publish dev"]);
    const newest = caller.git("rev-parse", "main");
    expect(
      [caller.note("dev"), caller.note("prod-next")].every((text) => text.includes(newest)),
    ).toBe(true);
    const diff = join(caller.artifacts(2), "team-diffs.prod/prod.txt");
    expect(readFileSync(diff, "utf8")).toContain("second");
  });

  test("a pinned environment is rendered from the source that it is pinned to", () => {
    expect(failures(caller.publish(files))).toBe("");
    const first = caller.git("rev-parse", "main");
    expect(failures(caller.publish({ "platform/web.prod.yaml": "text: second\n" }))).toBe("");
    const pin = `environments: { dev: {}, prod: { source: ${first} } }\n`;
    expect(failures(caller.publish({ "platform/keelson.yaml": pin }))).toBe("");
    expect(caller.git("show", "environments/prod:web/configmap._x_web.yaml")).toContain("first");
    expect(caller.note("prod")).toContain(first);
    const later = caller.publish({ "platform/web.prod.yaml": "text: third\n" });
    expect(jobs(later).filter((job) => job.includes("prod"))).toEqual([]);
  });

  test("a release that cannot be rendered holds up its own environment alone", () => {
    const done = caller.publish({ ...files, "platform/web.prod.yaml": "text: {\n" });
    expect(done.filter(({ result }) => result === "failure").flatMap((one) => jobs([one]))).toEqual(
      ["render prod.1", "publish prod"],
    );
    expect(caller.git("for-each-ref", "--format=%(refname:short)", "refs/heads/environments")).toBe(
      "environments/dev",
    );
  });

  test("check shows what a pull request changes, with no token at all", () => {
    caller.push(files);
    const done = caller.propose({ "platform/db.yaml": "text: proposed\n" });
    expect(failures(done)).toBe("");
    expect(done.map(({ job }) => job)).toEqual(["platform", "report"]);
    expect(summaries(done)).toContain("proposed");
    expect(done[1]?.log).toContain("https://example.com/artifacts/team-diff\n");
    expect(readdirSync(join(caller.artifacts(1), "team-diff"))).toEqual(["diff.md"]);
  });

  test("check puts what is wrong on its line, and fails", () => {
    caller.push(files);
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "example.com/web:1", envFrom: [{ secretRef: { name: none } }] }] }
`;
    const [done] = caller.propose({ "platform/map/templates/pod.yaml": pod });
    expect(done).toMatchObject({ job: "platform", result: "failure" });
    expect(done?.log).toMatch(/^::error .*title=LINK/m);
    expect(done?.summary).not.toBe("");
    const oops = { "platform/keelson.yaml": "environments: { dev: { oops: 1 } }\n" };
    const [refused] = caller.propose(oops);
    expect(refused?.log).toMatch(/^::error file=platform\/keelson\.yaml,line=1,/m);
  });
});
