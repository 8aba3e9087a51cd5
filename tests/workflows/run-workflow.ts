import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { asList, asMap, asText, type ValueMap } from "../../src/model/value.ts";
import { actions, type JobPlace } from "./actions.ts";
import { type Contexts, fill, textOf } from "./expression.ts";

const project = join(import.meta.dirname, "../..");

export interface RunRequest {
  /** File name in .github/workflows. */
  readonly workflow: string;
  /** The source repository, a bare one, and the commit that the run is for. */
  readonly source: string;
  readonly sha: string;
  /** An empty folder for everything that the run makes. */
  readonly folder: string;
  readonly event: "push" | "pull_request";
  /** Given by a calling workflow. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface JobRun {
  readonly job: string;
  readonly matrix: ValueMap;
  readonly result: "success" | "failure";
  /** What all its steps printed. */
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Run a workflow's jobs one after another as GitHub would: their steps in order, in a folder of their own. */
export function runWorkflow(request: RunRequest): readonly JobRun[] {
  const file = join(project, ".github/workflows", request.workflow);
  const workflow = asMap(load(readFileSync(file, "utf8")));
  const runs: JobRun[] = [];
  for (const [job, definition] of Object.entries(asMap(workflow["jobs"]))) {
    const inherited = { ...workflow, ...asMap(definition) };
    runs.push(...runJob(request, { job, definition: inherited, before: runs }));
  }
  return runs;
}

interface Job {
  readonly job: string;
  readonly definition: ValueMap;
  readonly before: readonly JobRun[];
}

function runJob(request: RunRequest, { job, definition, before }: Job): readonly JobRun[] {
  const needs = [definition["needs"] ?? []].flat().map(asText);
  const needed = before.filter((run) => needs.includes(run.job));
  const isGood = needed.every(({ result }) => result === "success");
  const contexts = contextsOf(request, { needs: needsOf(needed) }, isGood);
  const condition = asText(definition["if"]);
  const isWanted = condition === "" ? isGood : fill(condition, contexts);
  if (isWanted !== true) return [];
  const strategy = asMap(definition["strategy"]);
  const matrix = asMap(fill(asText(strategy["matrix"]), contexts))["include"];
  const entries = matrix === undefined ? [{}] : asList(matrix).map(asMap);
  if (entries.length === 0) throw new Error(`GitHub refuses the empty matrix of ${job}`);
  return entries.map((entry, index) => {
    const own = { matrix: entry, strategy: { "job-index": index }, needs: needsOf(needed) };
    return runSteps(request, { job, definition, own });
  });
}

function needsOf(runs: readonly JobRun[]): ValueMap {
  const entries = runs.map(({ job, result, outputs }) => [job, { result, outputs }] as const);
  return Object.fromEntries(entries);
}

interface Steps {
  readonly job: string;
  readonly definition: ValueMap;
  readonly own: ValueMap;
}

function runSteps(request: RunRequest, { job, definition, own }: Steps): JobRun {
  const { source, sha, folder } = request;
  const workspace = mkdtempSync(join(folder, `${job}-`));
  const temporary = join(workspace, "temporary");
  mkdirSync(temporary);
  const artifacts = join(folder, "artifacts");
  const place = { workspace, source, sha, keelson: project, artifacts };
  const steps: Record<string, ValueMap> = {};
  const values = { ...own, steps, runner: { temp: temporary, os: "Linux", arch: "X64" } };
  let log = "";
  let isGood = true;
  for (const step of asList(definition["steps"]).map(asMap)) {
    const contexts = contextsOf(request, values, isGood);
    const condition = asText(step["if"]);
    if ((condition === "" ? isGood : fill(condition, contexts)) !== true) continue;
    const done = runStep(step, { definition, contexts, place, request, temporary });
    log += done.log;
    isGood &&= done.isGood;
    steps[asText(step["id"])] = { outputs: done.outputs };
  }
  const contexts = contextsOf(request, values, isGood);
  const outputs = fillAll(asMap(definition["outputs"]), contexts);
  const summary = readFileSync(ensureFile(join(temporary, "summary")), "utf8");
  const result = isGood ? "success" : "failure";
  return { job, matrix: asMap(own["matrix"]), result, log, summary, outputs };
}

interface StepPlace {
  readonly definition: ValueMap;
  readonly contexts: Contexts;
  readonly place: JobPlace;
  readonly request: RunRequest;
  readonly temporary: string;
}

interface StepRun {
  readonly isGood: boolean;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}

function runStep(step: ValueMap, at: StepPlace): StepRun {
  if (step["run"] !== undefined) return runScript(step, at);
  const name = asText(step["uses"]).split("@")[0] ?? "";
  const action = actions[name];
  if (action === undefined) throw new Error(`nobody knows what ${name} does`);
  const words = fillAll(asMap(step["with"]), at.contexts);
  return { isGood: true, log: "", outputs: action(words, at.place) };
}

function runScript(step: ValueMap, at: StepPlace): StepRun {
  const { definition, contexts, place, temporary } = at;
  const script = asText(step["run"]);
  if (script.includes("${{")) throw new Error(`a script has an expression: ${script}`);
  const defaults = asMap(asMap(definition["defaults"])["run"]);
  const directory = textOf(fill(asText(defaults["working-directory"]), contexts));
  const output = ensureFile(join(temporary, `output-${asText(step["id"])}`));
  const ended = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd: join(place.workspace, directory),
    encoding: "utf8",
    env: {
      ...variables(at),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: ensureFile(join(temporary, "summary")),
      ...fillAll(asMap(definition["env"]), contexts),
      ...fillAll(asMap(step["env"]), contexts),
    },
  });
  const lines = readFileSync(output, "utf8").split("\n");
  const pairs = lines.map((line) => /^([\w-]+)=(.*)$/.exec(line)?.slice(1)).filter(Boolean);
  const outputs = Object.fromEntries(pairs.map((pair) => [pair?.[0] ?? "", pair?.[1] ?? ""]));
  return { isGood: ended.status === 0, log: ended.stdout + ended.stderr, outputs };
}

/** What GitHub's runner sets for each step; no token is among it. */
function variables({ place, request, temporary }: StepPlace): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: temporary,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: place.workspace,
    GITHUB_SHA: request.sha,
    GITHUB_EVENT_NAME: request.event,
    GITHUB_BASE_REF: request.event === "pull_request" ? "main" : "",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "caller/source",
    GITHUB_RUN_ID: "7",
    RUNNER_TEMP: temporary,
    HELMFILE_UPGRADE_NOTICE_DISABLED: "1",
  };
}

function contextsOf(request: RunRequest, own: ValueMap, isGood: boolean): Contexts {
  const { sha, event, inputs = {} } = request;
  return {
    values: {
      ...own,
      inputs,
      vars: {},
      secrets: {},
      job: { workflow_repository: "called/keelson", workflow_sha: "called-commit" },
      github: {
        sha,
        event_name: event,
        base_ref: event === "pull_request" ? "main" : "",
        server_url: "https://github.com",
        token: "t0ken",
      },
    },
    functions: {
      cancelled: () => false,
      success: () => isGood,
      fromJSON: (text): unknown => JSON.parse(textOf(text)),
    },
  };
}

function fillAll(texts: ValueMap, contexts: Contexts): Record<string, string> {
  const filled = Object.entries(texts).map(([key, value]) => {
    return [key, textOf(typeof value === "string" ? fill(value, contexts) : value)] as const;
  });
  return Object.fromEntries(filled);
}

function ensureFile(file: string): string {
  writeFileSync(file, "", { flag: "a" });
  return file;
}
