import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { runCommand } from "../src/host/run-command.ts";
import { hasPrograms } from "../src/host/test-programs.ts";
import { asList, asMap, asText, type ValueMap } from "../src/model/value.ts";

const root = join(import.meta.dirname, "..");
const workflows = globSync(".github/workflows/*.yaml", { cwd: root }).toSorted();
const files = [...workflows, ...globSync(".github/actions/**/*.yaml", { cwd: root }), "action.yml"];
const isThere = hasPrograms("actionlint");

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

interface Job {
  readonly name: string;
  readonly definition: ValueMap;
  readonly permissions: ValueMap;
  readonly steps: readonly ValueMap[];
}

function jobsOf(name: string): readonly Job[] {
  const workflow = asMap(load(read(`.github/workflows/${name}`)));
  return Object.entries(asMap(workflow["jobs"])).map(([job, value]) => {
    const definition = asMap(value);
    const permissions = asMap(definition["permissions"] ?? workflow["permissions"]);
    return { name: job, definition, permissions, steps: asList(definition["steps"]).map(asMap) };
  });
}

/** Steps of any kind of file. */
function stepsOf(file: string): readonly ValueMap[] {
  const text = asMap(load(read(file)));
  const own = asList(asMap(text["runs"])["steps"]).map(asMap);
  const jobs = Object.values(asMap(text["jobs"])).map(asMap);
  return [...own, ...jobs.flatMap((job) => asList(job["steps"]).map(asMap))];
}

describe("the GitHub workflows", () => {
  test("there are some", () => {
    expect(files).toContain(join(".github", "workflows", "check.yaml"));
  });

  test.skipIf(!isThere)("actionlint finds nothing", async () => {
    const result = await runCommand({ program: "actionlint", args: ["-color"], cwd: root });
    expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  test.each(files)("%s names each action by its full commit and version", (file) => {
    const uses = [...read(file).matchAll(/uses: (.*)$/gm)].map((match) => match[1] ?? "");
    const pinned = /^(\.\/|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d)|^`?OWNER/;
    expect(uses.filter((use) => !pinned.test(use))).toEqual([]);
  });

  test.each(workflows)("%s grants nothing to all jobs but reading", (file) => {
    expect(read(file)).toMatch(/^permissions:( \{\}|\n {2}contents: read\n\w)/m);
  });

  test.each(files)(
    "no script of %s has text put into it, and none is told by what others wrote",
    (file) => {
      const scripts = stepsOf(file).map(({ run }) => asText(run));
      expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
      expect(read(file)).not.toMatch(/github\.(event\.|head_ref|ref_name|actor)/);
    },
  );

  test.each(files)("%s leaves no token behind a checkout", (file) => {
    const checkouts = stepsOf(file).filter(({ uses }) => asText(uses).includes("/checkout@"));
    const kept = checkouts.filter((step) => asMap(step["with"])["persist-credentials"] !== false);
    expect(kept).toEqual([]);
  });

  test("a job summary has the whole file, or as many lines as it may have", async () => {
    const folder = mkdtempSync(join(tmpdir(), "keelson-summary-"));
    const summarise = async (text: string): Promise<string> => {
      const file = join(folder, "diff.md");
      writeFileSync(file, text);
      const result = await runCommand({ program: join(root, "tools/summary"), args: [file] });
      return result.stdout;
    };
    try {
      expect(await summarise("- one\n")).toBe("- one\n");
      const cut = await summarise("- é and more\n".repeat(100_000));
      expect(cut).toMatch(/^This is too long.*\n\n(- é and more\n)+$/);
      expect(Buffer.byteLength(cut)).toBeLessThan(1024 * 1024);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("who may do what", () => {
  test("no pull request's code runs with the rights of the repository", () => {
    const texts = files.map(read);
    expect(texts.filter((text) => /pull_request_target|workflow_run/.test(text))).toEqual([]);
    for (const name of ["check.yaml", "test.yaml"]) {
      const text = read(`.github/workflows/${name}`);
      expect(text).not.toMatch(/secrets[.:]|: write|GH_TOKEN|github\.token/);
    }
  });

  test("each job has the rights that it needs and no other", () => {
    const rights = jobsOf("publish.yaml").map(({ name, permissions }) => [name, permissions]);
    expect(Object.fromEntries(rights)).toEqual({
      plan: { contents: "read" },
      render: { contents: "read", "id-token": "write" },
      publish: { contents: "write" },
      propose: { contents: "write", "pull-requests": "write" },
    });
  });

  test("the jobs that may write render nothing and read no cache, and the job that renders has no token", () => {
    const jobs = jobsOf("publish.yaml");
    const writing = jobs.filter(({ permissions }) => permissions["contents"] === "write");
    for (const { steps } of writing) {
      const said = JSON.stringify(steps);
      expect(said).toContain(" publish $ENVIRONMENTS --from ");
      expect(said).not.toMatch(/keelson\.ts (check|render|plan)|inputs\.setup|\bcache\b/);
    }
    const render = jobs.find(({ name }) => name === "render");
    expect(JSON.stringify(render?.steps)).not.toMatch(/github\.token|secrets\./);
    expect(JSON.stringify(render?.steps)).toContain('"cache":"read"');
  });

  test("each branch has one writer at a time, which is never cancelled", () => {
    const writing = jobsOf("publish.yaml").filter(
      ({ permissions }) => permissions["contents"] === "write",
    );
    expect(writing.map(({ definition }) => definition["concurrency"])).toEqual(
      Array.from({ length: 2 }, () => ({
        group: "publish-${{ matrix.branch }}",
        "cancel-in-progress": false,
        queue: "max",
      })),
    );
    expect(asMap(load(read(".github/workflows/publish.yaml")))["concurrency"]).toBeUndefined();
  });

  test("Git gets the token from the environment alone", async () => {
    const steps = jobsOf("publish.yaml").flatMap((job) => job.steps);
    const environment = asMap(steps.find(({ name }) => name === "Publish")?.["env"]);
    const given = Object.entries(environment).map(([key, value]) => {
      return [
        key,
        asText(value).replace("${{ github.server_url }}", "https://git.example"),
      ] as const;
    });
    const result = await runCommand({
      program: "git",
      args: ["credential", "fill"],
      input: "protocol=https\nhost=git.example\n",
      environment: {
        PATH: process.env["PATH"] ?? "",
        GIT_TERMINAL_PROMPT: "0",
        ...Object.fromEntries(given),
        GH_TOKEN: "t0ken",
      },
    });
    expect(result.stdout).toContain("username=x-access-token\npassword=t0ken\n");
  });
});

describe("what another repository calls", () => {
  test.each(["check.yaml", "publish.yaml"])("%s describes and types all that it takes", (name) => {
    const on = asMap(asMap(load(read(`.github/workflows/${name}`)))["on"]);
    const called = asMap(on["workflow_call"]);
    for (const input of Object.values(asMap(called["inputs"])).map(asMap)) {
      expect(input).toMatchObject({ type: "string" });
      expect(asText(input["description"])).not.toBe("");
      expect(input["default"]).toBeDefined();
    }
    const told = [
      ...Object.values(asMap(called["secrets"])),
      ...Object.values(asMap(called["outputs"])),
    ];
    expect(
      told.map((one) => asText(asMap(one)["description"])).filter((text) => text === ""),
    ).toEqual([]);
  });

  test.each(["check.yaml", "publish.yaml"])("%s takes Keelson from where it was called", (name) => {
    for (const { steps } of jobsOf(name)) {
      const checkouts = steps.filter(({ uses }) => asText(uses).includes("/checkout@"));
      expect(checkouts.map((step) => asMap(step["with"]))).toMatchObject([
        { path: "source" },
        {
          path: "keelson",
          repository: "${{ job.workflow_repository }}",
          ref: "${{ job.workflow_sha }}",
        },
      ]);
    }
  });
});
