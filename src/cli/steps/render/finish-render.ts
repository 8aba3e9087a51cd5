import { runCommand, type ReadResult } from "../../../host/run-command.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { CommandResult } from "../../../model/command.ts";
import type { Finding } from "../../../model/finding.ts";
import type { Checks } from "../../../model/keelson-config.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { ValueMap } from "../../../model/value.ts";
import { confirmPrune } from "../../../publish/confirm-prune.ts";
import { emptyFindings } from "../../../render/empty-findings.ts";
import { failureFindings, helmfileCause } from "../../../render/explain-failure.ts";
import {
  RenderReader,
  type ParsedRender,
  type ParseOptions,
} from "../../../render/parse-render.ts";
import {
  builtNeeds,
  builtReleases,
  plainNeeds,
  type ReleaseNeeds,
} from "../../../render/release-needs.ts";
import { hasTemplatedValues, type SourceFile } from "../../../render/search-sources.ts";
import { hiddenVariables, missingVariable } from "../../../render/search-variables.ts";
import type { RenderedRelease } from "../../../render/split-render.ts";
import { stampWaves } from "../../../render/stamp-waves.ts";
import { buildCommand, type TemplateRequest } from "../../../render/template-command.ts";
import type { HandedValues } from "../../../render/unseen-references.ts";

/** What became of a run of Helmfile. */
export interface FinishedRender {
  readonly manifests: readonly Manifest[];
  /** In the order in which Helmfile rendered them. */
  readonly releases: readonly RenderedRelease[];
  readonly findings: readonly Finding[];
}

/** A run of Helmfile: how it was called, how it ended, and the sources it read. */
export interface HelmfileRun {
  readonly request: TemplateRequest;
  readonly result: ReadResult<ParsedRender>;
  readonly states: readonly SourceFile[];
  /** All files of local charts. */
  readonly charts: readonly SourceFile[];
  /** Values files as helm got them; none where no template makes values. */
  readonly handed: readonly HandedValues[];
  readonly exceptions: Required<Checks>["exceptions"];
}

type Ending = Pick<CommandResult, "exitCode" | "stderr">;

/** Read what Helmfile prints while it still runs. */
export async function readRender(
  stdout: AsyncIterable<string>,
  options: ParseOptions,
): Promise<ParsedRender> {
  const reader = new RenderReader(options);
  for await (const piece of stdout) reader.take(piece);
  return reader.end();
}

/**
 * Make of a run what is published: waves from the order of releases, removals of data confirmed.
 * @throws RENDER_FAILED a release or the run as a whole failed; all failing releases are its findings
 * @throws RENDER_REFUSED a template may have put a reference to a secret together
 */
export async function finishRender(context: CliContext, run: HelmfileRun): Promise<FinishedRender> {
  const { read: parsed } = run.result;
  const failed = failureFindings(parsed.releases, run.charts);
  if (run.result.exitCode !== 0 || failed.length > 0) {
    throw renderFailure(context, run, failed);
  }
  const build = onlyOnce(() => askState(context, run.request));
  if (hasTemplatedValues(run.states)) {
    const { environment, file = "helmfile.yaml" } = run.request;
    const { proveValues } = await import("./prove-values.ts");
    await proveValues({ ...run, environment, file, build });
  }
  const needs = await readNeeds(run, build);
  const isPartial = (run.request.selectors ?? []).length > 0;
  const stamped = stampWaves(parsed.manifests, parsed.releases, needs);
  return {
    manifests: stamped.manifests.map(confirmPrune),
    releases: parsed.releases,
    findings: [
      ...parsed.findings,
      ...emptyFindings(parsed, isPartial),
      ...stamped.findings,
      ...hiddenVariables(run.states, context.environment, run.request.variables ?? []),
    ],
  };
}

/** What the state says, or where only Helmfile can tell, what it says when asked. */
async function readNeeds(
  { request, states }: HelmfileRun,
  build: () => Promise<readonly ValueMap[]>,
): Promise<readonly ReleaseNeeds[]> {
  if (!states.some(({ text }) => /\bneeds\b/.test(text))) return [];
  const state = states.find(({ path }) => path === request.file);
  const plain = state === undefined ? undefined : plainNeeds(state.text, request.environment);
  return plain ?? builtNeeds(await build());
}

function onlyOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

async function askState(
  context: CliContext,
  request: TemplateRequest,
): Promise<readonly ValueMap[]> {
  const command = buildCommand(request, context.environment);
  const result = await runCommand({ ...command, cwd: context.root }, context.signal);
  if (result.exitCode === 0) return builtReleases(result.stdout);
  throw wholeFailure(request.environment, result);
}

function renderFailure(
  context: CliContext,
  { request, result }: HelmfileRun,
  failed: readonly Finding[],
): KeelsonError {
  const { environment } = request;
  const [first] = failed;
  const missing = missingVariable(result.stderr);
  if (first === undefined && missing !== undefined) {
    return variableFailure(environment, missing, context.environment[missing] !== undefined);
  }
  if (first === undefined) return wholeFailure(environment, result);
  return new KeelsonError(`${environment}: ${first.says}`, {
    code: "RENDER_FAILED",
    fault: "input",
    at: first.at,
    fix: "mend the chart or its values, then render again",
    findings: failed,
  });
}

function variableFailure(environment: string, name: string, isSet: boolean): KeelsonError {
  const why = isSet ? "which is set, but does not reach Helmfile" : "which is not set";
  return new KeelsonError(`${environment}: the state needs the variable ${name}, ${why}`, {
    code: "RENDER_FAILED",
    fault: "input",
    fix: `name it under \`render.variables\` in keelson.yaml${isSet ? "" : ", and set it"}`,
  });
}

function wholeFailure(environment: string, { stderr, exitCode }: Ending): KeelsonError {
  const said = helmfileCause(stderr);
  const ended = `helmfile was ended by signal ${exitCode - 128}`;
  const { cause, notes } = exitCode > 128 ? { cause: ended, notes: [] } : said;
  return new KeelsonError(`${environment}: ${[cause, ...notes].join("\n")}`, {
    code: "RENDER_FAILED",
    fault: cause.startsWith("keelson: ") ? "input" : "tool",
    fix: `run it by hand: helmfile -e ${environment} template`,
  });
}
