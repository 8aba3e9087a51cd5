import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { runCommand } from "../../host/run-command.ts";
import { withScratch, writeExecutable } from "../../host/scratch.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { CommandResult } from "../../model/command.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import type { Manifest } from "../../model/manifest.ts";
import { confirmPrune } from "../../publish/confirm-prune.ts";
import { emptyFindings } from "../../render/empty-findings.ts";
import { failureFindings, helmfileCause } from "../../render/explain-failure.ts";
import { helmShim, markerOf } from "../../render/helm-shim.ts";
import { parseRender, type ParsedRender } from "../../render/parse-render.ts";
import { builtNeeds, plainNeeds, type ReleaseNeeds } from "../../render/release-needs.ts";
import { searchChanging, type SourceFile } from "../../render/search-sources.ts";
import type { RenderedRelease } from "../../render/split-render.ts";
import { stampWaves } from "../../render/stamp-waves.ts";
import {
  buildCommand,
  templateCommand,
  type TemplateRequest,
} from "../../render/template-command.ts";
import { fillSettings, type Settings } from "../settings.ts";
import { readCharts, readStates, type RenderSources } from "./read-sources.ts";
import { refuseFetches } from "./refuse-fetches.ts";

export interface RenderOptions {
  /** What keelson.yaml says. Left out: its defaults. */
  readonly settings?: Settings;
  /** Helmfile selectors. Left out: every release. */
  readonly selectors?: readonly string[];
  /** Absolute paths of values files that have the last word, for trying a change. */
  readonly values?: readonly string[];
  /** The folder to render in. Default: the repository's root. */
  readonly root?: string;
}

export interface RenderedEnvironment {
  readonly environment: string;
  readonly manifests: readonly Manifest[];
  /** In the order in which Helmfile rendered them. */
  readonly releases: readonly RenderedRelease[];
  /** What is odd in the render itself; never why it failed. */
  readonly findings: readonly Finding[];
  /** What its sources do that an exception in keelson.yaml allows. */
  readonly allowed: readonly Finding[];
  /** What it was made from, for `describeInputs`. */
  readonly sources: RenderSources;
}

interface Run {
  readonly parsed: ParsedRender;
  readonly needs: readonly ReleaseNeeds[];
}

/**
 * Render one environment: helmfile and helm run, their output is read into manifests.
 * @throws RENDER_REFUSED sources would put secrets into the render
 * @throws RENDER_FAILED a release or the run as a whole failed; all failing releases are its findings
 * @throws TOOL_MISSING helmfile is not there
 * @throws TOOL_TIMEOUT it took longer than `render.timeoutSeconds`
 */
export async function renderEnvironment(
  context: CliContext,
  environment: string,
  options: RenderOptions = {},
): Promise<RenderedEnvironment> {
  const settings = options.settings ?? fillSettings({});
  const root = options.root ?? context.root;
  const starts = startsOf(settings, environment);
  const { states, chartFolders } = await readStates(root, environment, starts);
  const allowed = refuseFetches(environment, states, settings.checks.exceptions);
  const reading = readCharts(root, chartFolders);
  const running = runHelmfile({ ...context, root }, environment, {
    ...options,
    settings,
    states,
    reading,
  });
  const [{ parsed, needs }, charts] = await Promise.all([running, reading]);
  const stamped = stampWaves(parsed.manifests, parsed.releases, needs);
  const templates = charts.filter(({ path }) => path.includes("/templates/"));
  return {
    environment,
    manifests: stamped.manifests.map(confirmPrune),
    releases: parsed.releases,
    findings: [
      ...parsed.findings,
      ...emptyFindings(parsed),
      ...stamped.findings,
      ...searchChanging(templates),
    ],
    allowed,
    sources: { states, charts },
  };
}

/** The state files, and the layers that the prepare hook makes values from. */
export function startsOf(settings: Settings, environment: string): readonly string[] {
  const layers = settings.values.flatMap((set) => set.layers);
  const filled = layers.map((layer) => layer.replaceAll(/\{environment\}/g, environment));
  return [stateFile(settings), ...filled.map((layer) => layer.replaceAll(/\{\w+\}/g, "*"))];
}

function stateFile({ render }: Settings): string {
  return render.helmfile;
}

interface RunOptions extends RenderOptions {
  readonly settings: Settings;
  readonly states: readonly SourceFile[];
  /** Files of local charts, on their way. */
  readonly reading: Promise<readonly SourceFile[]>;
}

async function runHelmfile(
  context: CliContext,
  environment: string,
  options: RunOptions,
): Promise<Run> {
  const { settings, selectors, states } = options;
  const marker = markerOf(randomUUID());
  return withScratch(async (scratch) => {
    const helm = join(scratch, "helm");
    await writeExecutable(helm, helmShim(marker, join(context.root, ".cache/keelson-helm")));
    const request: TemplateRequest = {
      environment,
      file: stateFile(settings),
      helm,
      scratch,
      selectors: selectors ?? [],
      values: options.values ?? [],
      timeoutMs: settings.render.timeoutSeconds * 1000,
    };
    const command = templateCommand(request, context.environment);
    const running = runCommand({ ...command, cwd: context.root }, context.signal);
    const plain = readPlainNeeds(request, states);
    const result = await running;
    const parsed = parseRender(result.stdout, { marker, ...settings.render });
    if (result.exitCode !== 0 || parsed.releases.some(({ failure }) => failure !== undefined)) {
      throw renderFailure(
        environment,
        result,
        failureFindings(parsed.releases, await options.reading),
      );
    }
    return { parsed, needs: plain ?? (await askNeeds(context, request)) };
  });
}

/** Undefined where only Helmfile can tell. */
function readPlainNeeds(
  { environment, file }: TemplateRequest,
  states: readonly SourceFile[],
): readonly ReleaseNeeds[] | undefined {
  if (!states.some(({ text }) => /\bneeds\b/.test(text))) return [];
  const state = states.find(({ path }) => path === file);
  return state === undefined ? undefined : plainNeeds(state.text, environment);
}

async function askNeeds(
  context: CliContext,
  request: TemplateRequest,
): Promise<readonly ReleaseNeeds[]> {
  const command = buildCommand(request, context.environment);
  const result = await runCommand({ ...command, cwd: context.root }, context.signal);
  if (result.exitCode === 0) return builtNeeds(result.stdout);
  throw wholeFailure(request.environment, result);
}

function renderFailure(
  environment: string,
  result: CommandResult,
  failed: readonly Finding[],
): KeelsonError {
  const [first] = failed;
  if (first === undefined) return wholeFailure(environment, result);
  return new KeelsonError(`${environment}: ${first.says}`, {
    code: "RENDER_FAILED",
    fault: "input",
    at: first.at,
    fix: "mend the chart or its values, then render again",
    findings: failed,
  });
}

function wholeFailure(environment: string, { stderr }: CommandResult): KeelsonError {
  const { cause, notes } = helmfileCause(stderr);
  return new KeelsonError(`${environment}: ${[cause, ...notes].join("\n")}`, {
    code: "RENDER_FAILED",
    fault: cause.startsWith("keelson: ") ? "input" : "tool",
    fix: `run it by hand: helmfile -e ${environment} template`,
  });
}
