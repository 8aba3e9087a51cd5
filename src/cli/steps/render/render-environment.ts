import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { keepAnswer } from "../../../host/keep-answer.ts";
import { readCommand } from "../../../host/run-command.ts";
import {
  makeFolder,
  readFolderTexts,
  withScratch,
  writeExecutable,
} from "../../../host/scratch.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import { helmShim, markerOf } from "../../../render/helm-shim.ts";
import type { ParsedRender } from "../../../render/parse-render.ts";
import {
  hasTemplatedValues,
  isTemplate,
  searchChanging,
  type SourceFile,
} from "../../../render/search-sources.ts";
import {
  templateCommand,
  type TemplateRequest,
  versionCommand,
} from "../../../render/template-command.ts";
import { fillSettings, type Settings } from "../../settings.ts";
import type { FinishedRender } from "./finish-render.ts";
import { readCharts, readStates, type RenderSources } from "./read-sources.ts";
import { refuseFetches } from "./refuse-fetches.ts";
import { refuseVariables } from "./refuse-variables.ts";

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

/** What is odd in the render is among its findings; never why it failed. */
export interface RenderedEnvironment extends FinishedRender {
  readonly environment: string;
  /** What its sources do that an exception in keelson.yaml allows. */
  readonly allowed: readonly Finding[];
  /** What it was made from, for `describeInputs`. */
  readonly sources: RenderSources;
}

/**
 * Render one environment: helmfile and helm run, their output is read into manifests as it comes. What reads
 * it is loaded while they start, and helm is asked for its version while Helmfile's sources are read.
 * @throws RENDER_REFUSED sources would put secrets into the render
 * @throws RENDER_VARIABLE_REFUSED keelson.yaml would hand it a credential
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
  const { variables } = settings.render;
  refuseVariables(variables);
  return withScratch(async (scratch) => {
    const version = join(scratch, "version");
    const asking = versionCommand({ scratch, variables }, context.environment);
    const stopAsking = keepAnswer({ ...asking, cwd: root }, version, context.signal);
    try {
      const request = { ...options, settings, scratch, version };
      return await renderIn({ ...context, root }, environment, request);
    } finally {
      await stopAsking();
    }
  });
}

interface RenderIn extends RenderOptions {
  readonly settings: Settings;
  readonly scratch: string;
  /** Where helm's version will be. */
  readonly version: string;
}

async function renderIn(
  context: CliContext,
  environment: string,
  options: RenderIn,
): Promise<RenderedEnvironment> {
  const { settings } = options;
  const { root } = context;
  const starts = startsOf(settings, environment);
  const { states, chartFolders } = await readStates(root, environment, starts);
  const allowed = refuseFetches(environment, states, settings.checks.exceptions);
  const reading = readCharts(root, chartFolders);
  const running = runHelmfile(context, environment, { ...options, states, reading });
  const searching = reading.then((files) => searchTemplates(states, files));
  const [rendered, charts, changing] = await Promise.all([running, reading, searching]);
  return {
    ...rendered,
    environment,
    findings: [...rendered.findings, ...changing],
    allowed,
    sources: { states, charts },
  };
}

/** What in templates of values and of charts, packed ones too, is not the same at every render. */
async function searchTemplates(
  states: readonly SourceFile[],
  charts: readonly SourceFile[],
): Promise<readonly Finding[]> {
  const all = await withPacked(charts);
  const rendering = all.filter(({ path }) => /[/:]templates\//.test(path));
  return searchChanging([...states.filter(isTemplate), ...rendering]);
}

async function withPacked(charts: readonly SourceFile[]): Promise<readonly SourceFile[]> {
  if (!charts.some(({ path }) => path.endsWith(".tgz"))) return charts;
  const { unpackCharts } = await import("../../../render/unpack-chart.ts");
  return [...charts, ...unpackCharts(charts)];
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

interface RunOptions extends RenderIn {
  readonly states: readonly SourceFile[];
  /** The charts' files, while they are read. */
  readonly reading: Promise<readonly SourceFile[]>;
}

async function runHelmfile(
  context: CliContext,
  environment: string,
  options: RunOptions,
): Promise<FinishedRender> {
  const { settings, scratch, selectors, states, version } = options;
  const marker = markerOf(randomUUID());
  const helm = join(scratch, "helm");
  const kept = join(scratch, "kept");
  if (hasTemplatedValues(states)) await makeFolder(kept);
  const locks = join(context.root, ".cache/keelson-helm");
  await writeExecutable(helm, helmShim({ marker, locks, kept, version }));
  const request: TemplateRequest = {
    environment,
    file: stateFile(settings),
    helm,
    scratch,
    selectors: selectors ?? [],
    values: options.values ?? [],
    variables: settings.render.variables,
    timeoutMs: settings.render.timeoutSeconds * 1000,
  };
  const command = { ...templateCommand(request, context.environment), cwd: context.root };
  const read = async (stdout: AsyncIterable<string>): Promise<ParsedRender> => {
    const { readRender } = await import("./finish-render.ts");
    return readRender(stdout, { marker, ...settings.render });
  };
  const result = await readCommand(command, read, context.signal);
  const { finishRender } = await import("./finish-render.ts");
  const { exceptions } = settings.checks;
  const handed = await readFolderTexts(kept);
  const charts = await withPacked(await options.reading);
  return finishRender(context, { request, result, states, charts, handed, exceptions });
}
