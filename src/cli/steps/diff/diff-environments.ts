import type { CliContext } from "../../../model/cli-context.ts";
import type { EnvironmentDiff } from "../../../report/diff-markdown.ts";
import type { Settings } from "../../settings.ts";
import { readBaseline } from "../branches/read-baseline.ts";
import { findVanished } from "../render/find-vanished.ts";
import { refuseRenderErrors } from "../render/refuse-render-errors.ts";
import { renderPrepared } from "../render/render-prepared.ts";
import { compareRenders } from "./compare-renders.ts";

export interface DiffRequest {
  readonly settings: Settings;
  readonly environments: readonly string[];
  /** A commit, or `published`. */
  readonly against?: string;
}

/** The diffs that could be made, and why the others could not. */
export interface DiffedEnvironments {
  readonly diffs: readonly EnvironmentDiff[];
  readonly failures: readonly unknown[];
}

/** What changes in each environment, all side by side. One's failure hides no other's diff and no other's failure. */
export async function diffEnvironments(
  context: CliContext,
  request: DiffRequest,
): Promise<DiffedEnvironments> {
  const failures: unknown[] = [];
  const all = request.environments.map(async (environment) => {
    try {
      return [await diffOne(context, request, environment)];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const diffs = (await Promise.all(all)).flat();
  return { diffs, failures };
}

async function diffOne(
  context: CliContext,
  request: DiffRequest,
  environment: string,
): Promise<EnvironmentDiff> {
  const { settings } = request;
  const [baseline, rendered] = await Promise.all([
    readBaseline(context, { ...request, environment }),
    renderPrepared(context, environment, { settings }),
  ]);
  refuseRenderErrors(rendered);
  const { manifests, releases, sources } = rendered;
  const renders = { environment, before: baseline.manifests, after: manifests };
  const diff = await compareRenders(settings, renders);
  const findings = findVanished(baseline.files, { manifests, releases, states: sources.states });
  return { environment, against: baseline.against, diff, findings };
}
