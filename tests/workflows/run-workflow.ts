import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asMap, asText, type ValueMap } from "../../src/model/value.ts";

const project = join(import.meta.dirname, "../..");

export interface RunRequest {
  /** The source's folder: what is checked out there is what the run is for. */
  readonly checkout: string;
  /** The source repository, a bare one. */
  readonly source: string;
  /** An empty folder for everything that the run makes. */
  readonly folder: string;
  readonly event: "push" | "pull_request";
  /** A workflow of ours, such as publish.yaml; left out, the workflows of the source run. */
  readonly workflow?: string;
}

export interface JobRun {
  readonly job: string;
  readonly matrix: ValueMap;
  readonly result: "success" | "failure";
  /** What all its steps printed, workflow commands among it. */
  readonly log: string;
  readonly summary: string;
}

/**
 * Run workflows with act, which takes GitHub's part on one machine: conditions, matrices, outputs, called workflows.
 * Actions of others are stood in for by those in stand-ins/, or do nothing. `called/keelson@main` is this project.
 * @see https://nektosact.com
 */
export function runWorkflow(request: RunRequest): readonly JobRun[] {
  const { checkout, source, folder, event, workflow } = request;
  const home = join(folder, "home");
  const called = join(folder, "called");
  mkdirSync(home);
  const flow = workflow === undefined ? [] : ["--workflows", join(called, workflows, workflow)];
  const about = join(folder, "event.json");
  writeFileSync(about, JSON.stringify(event === "push" ? {} : pullRequest));
  const repositories = [`called/keelson@main=${copyWorkflows(called)}`, ...standIns(folder)];
  const given = { SOURCE: source, KEELSON: project, ARTIFACTS: join(folder, "artifacts") };
  const args = [
    event,
    ...flow,
    ...onThisMachine,
    `--directory=${checkout}`,
    `--eventpath=${about}`,
    `--action-cache-path=${join(folder, "act")}`,
    ...repositories.map((repository) => `--local-repository=${repository}`),
    ...Object.entries(given).map(([name, value]) => `--env=${name}=${value}`),
  ];
  const env = { PATH: process.env["PATH"], HOME: home, HELMFILE_UPGRADE_NOTICE_DISABLED: "1" };
  const ended = spawnSync("act", args, { encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
  const runs = readRuns(ended.stdout);
  // 1 is a job that failed.
  const isWhole = ended.status === 0 || ended.status === 1;
  if (!isWhole || runs.length === 0)
    throw new Error(`act did not run: ${ended.stdout}${ended.stderr}`);
  return runs;
}

const onThisMachine = [
  "--platform=ubuntu-24.04=-self-hosted",
  "--concurrent-jobs=1",
  "--no-skip-checkout",
  "--no-cache-server",
  "--use-new-action-cache",
  "--json",
];
const workflows = ".github/workflows";
const pullRequest = { pull_request: { number: 7, base: { ref: "main" }, head: { ref: "change" } } };

/**
 * Our workflows as act can run them: it does not know that a line of waiting jobs can be long, and what it knows of a
 * step is shared by all entries of a matrix, so they take turns.
 */
function copyWorkflows(folder: string): string {
  for (const name of globSync(`${workflows}/*.yaml`, { cwd: project })) {
    const text = readFileSync(join(project, name), "utf8");
    const known = text.replaceAll(/^ +queue: max\n/gm, "");
    write(join(folder, name), known.replaceAll("fail-fast: false", "$&\n      max-parallel: 1"));
  }
  return folder;
}

/** Every action that our files name, as `NAME@COMMIT=FOLDER`. */
function standIns(folder: string): readonly string[] {
  const files = globSync(".github/**/*.yaml", { cwd: project });
  const texts = files.map((file) => readFileSync(join(project, file), "utf8")).join("\n");
  const known = new Set<string>();
  for (const [, repository = "", path = "", commit = ""] of texts.matchAll(
    /uses: ([\w-]+\/[\w-]+)((?:\/[\w-]+)*)@([0-9a-f]{40})/g,
  )) {
    const own = join(import.meta.dirname, "stand-ins", repository, path);
    const to = join(folder, "actions", repository, path);
    if (existsSync(own)) cpSync(own, to, { recursive: true });
    else write(join(to, "action.yaml"), nothing);
    known.add(`${repository}@${commit}=${join(folder, "actions", repository)}`);
  }
  return [...known];
}

const nothing =
  "name: nothing\nruns: { using: composite, steps: [{ run: 'true', shell: bash }] }\n";

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function readRuns(output: string): readonly JobRun[] {
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const entries = lines.map((line) => asMap(JSON.parse(line)));
  const ended = entries.filter((entry) => entry["jobResult"] !== undefined);
  return ended.map((end) => readRun(entries.filter((entry) => entry["job"] === end["job"])));
}

/** What act says of one job. Of a matrix, its own result is that of all entries together; the steps know better. */
function readRun(entries: readonly ValueMap[]): JobRun {
  const printed = entries.filter(({ raw, raw_output }) => raw_output === true || raw !== undefined);
  const summaries = entries.filter(({ command }) => command === "summary");
  return {
    job: asText(entries[0]?.["jobID"]),
    matrix: asMap(entries[0]?.["matrix"]),
    result: entries.some(({ stepResult }) => stepResult === "failure") ? "failure" : "success",
    log: printed.map(({ raw, msg }) => asText(raw ?? msg)).join(""),
    summary: summaries.map(({ content }) => asText(content)).join(""),
  };
}
