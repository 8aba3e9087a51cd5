import type { CliContext } from "../../model/cli-context.ts";
import { diffManifests } from "../../render/diff-manifests.ts";
import type { EnvironmentDiff } from "../../report/diff-markdown.ts";
import { joinFailures } from "../join-failures.ts";
import type { Settings } from "../settings.ts";
import { readBaseline } from "./read-baseline.ts";
import { renderPrepared } from "./render-prepared.ts";

export interface DiffRequest {
  readonly settings: Settings;
  readonly environments: readonly string[];
  /** A commit, or `published`. */
  readonly against?: string;
}

/** What changes in each environment, all side by side. One's failure hides no other's. */
export async function diffEnvironments(
  context: CliContext,
  request: DiffRequest,
): Promise<readonly EnvironmentDiff[]> {
  const failures: unknown[] = [];
  const diffs = request.environments.map(async (environment) => {
    try {
      return [await diffOne(context, request, environment)];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const done = (await Promise.all(diffs)).flat();
  if (failures.length > 0) throw joinFailures(failures);
  return done;
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
  const diff = diffManifests(baseline.manifests, rendered.manifests);
  return { environment, against: baseline.against, diff };
}
