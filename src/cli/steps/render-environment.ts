import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { runCommand } from "../../host/run-command.ts";
import { withScratch, writeExecutable } from "../../host/scratch.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { CommandResult } from "../../model/command.ts";
import type { Finding } from "../../model/finding.ts";
import type { Render } from "../../model/keelson-config.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import type { Manifest } from "../../model/manifest.ts";
import { failureFindings, helmfileCause } from "../../render/explain-failure.ts";
import { helmShim, markerOf } from "../../render/helm-shim.ts";
import { parseRender, type ParsedRender } from "../../render/parse-render.ts";
import type { RenderedRelease } from "../../render/split-render.ts";
import { templateCommand } from "../../render/template-command.ts";

export interface RenderOptions {
  /** The `render` part of keelson.yaml. Left out: its defaults. */
  readonly render?: Render;
  /** Helmfile selectors. Left out: every release. */
  readonly selectors?: readonly string[];
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
}

const defaultTimeoutSeconds = 600;

/**
 * Render one environment: helmfile and helm run, their output is read into manifests.
 * @throws RENDER_FAILED a release or the run as a whole failed; all failing releases are its findings
 * @throws TOOL_MISSING helmfile is not there
 * @throws TOOL_TIMEOUT it took longer than `render.timeoutSeconds`
 */
export async function renderEnvironment(
  context: CliContext,
  environment: string,
  options: RenderOptions = {},
): Promise<RenderedEnvironment> {
  const render = options.render ?? {};
  const marker = markerOf(randomUUID());
  const result = await withScratch(async (scratch) => {
    const helm = join(scratch, "helm");
    await writeExecutable(helm, helmShim(marker));
    const request = {
      environment,
      ...(render.helmfile !== undefined && { file: render.helmfile }),
      helm,
      scratch,
      selectors: options.selectors ?? [],
      timeoutMs: (render.timeoutSeconds ?? defaultTimeoutSeconds) * 1000,
    };
    const command = templateCommand(request, context.environment);
    return runCommand({ ...command, cwd: options.root ?? context.root }, context.signal);
  });
  const parsed = parseRender(result.stdout, {
    marker,
    hooks: render.hooks ?? "keep",
    clusterScoped: render.clusterScoped ?? [],
  });
  refuseFailure(environment, result, parsed);
  return { environment, ...parsed };
}

function refuseFailure(environment: string, result: CommandResult, parsed: ParsedRender): void {
  const failed = failureFindings(parsed.releases);
  if (failed.length > 0) {
    const [first] = failed;
    throw new KeelsonError(`${environment}: ${first?.says ?? "helm failed"}`, {
      code: "RENDER_FAILED",
      fault: "input",
      at: first?.at ?? {},
      fix: "mend the chart or its values, then render again",
      findings: failed,
    });
  }
  if (result.exitCode === 0) return;
  const { cause, notes } = helmfileCause(result.stderr);
  throw new KeelsonError(`${environment}: ${[cause, ...notes].join("\n")}`, {
    code: "RENDER_FAILED",
    fault: "tool",
    fix: `run it by hand: helmfile -e ${environment} template`,
  });
}
