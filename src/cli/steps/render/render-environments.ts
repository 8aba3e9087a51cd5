import { join } from "node:path";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import { plain } from "../../../report/plain.ts";
import type { RenderedLine } from "../../../report/rendered-line.ts";
import { isWorkflow } from "../../is-workflow.ts";
import { joinFailures } from "../../join-failures.ts";
import type { Settings } from "../../settings.ts";
import { refuseRenderErrors } from "./refuse-render-errors.ts";
import type { RenderedEnvironment } from "./render-environment.ts";
import { renderPrepared } from "./render-prepared.ts";

export interface RenderEnvironmentsRequest {
  readonly environments: readonly string[];
  /** Helmfile selectors; empty: every release. */
  readonly selectors: readonly string[];
  /** Render a second time, elsewhere. */
  readonly verify: boolean;
  /** Absolute folder for the files. With neither folder nor bundle, manifests are printed. */
  readonly output?: string;
  /** Absolute path of the bundle. */
  readonly bundle?: string;
  /** Told of each environment as soon as it is rendered. */
  readonly onDone: (line: RenderedLine) => Promise<void>;
}

/**
 * Render environments side by side and write or print each. One's failure hides no other's: all are
 * waited for, then all failures are told at once.
 * @throws RENDER_ERRORS an environment's render has errors; what else renderPrepared throws
 */
export async function renderEnvironments(
  context: CliContext,
  settings: Settings,
  request: RenderEnvironmentsRequest,
): Promise<void> {
  const failures: unknown[] = [];
  const open = new Set(request.environments);
  const showOpen = (): void =>
    context.status?.(open.size === 0 ? "" : `rendering ${plain([...open].join(", "))}`);
  showOpen();
  const rendered = request.environments.map(async (environment) => {
    try {
      return [await renderOne(context, settings, { ...request, environment })];
    } catch (error) {
      failures.push(error);
      return [];
    } finally {
      open.delete(environment);
      showOpen();
    }
  });
  const done = (await Promise.all(rendered)).flat();
  if (request.output === undefined && request.bundle === undefined) await printAll(context, done);
  if (failures.length > 0) throw joinFailures(failures);
  if (request.bundle === undefined) return;
  const { writeBundle } = await import("./write-bundle.ts");
  const isPartial = request.selectors.length > 0;
  await writeBundle(context, settings, { path: request.bundle, rendered: done, isPartial });
}

async function renderOne(
  context: CliContext,
  settings: Settings,
  request: RenderEnvironmentsRequest & { readonly environment: string },
): Promise<RenderedEnvironment> {
  const { environment, selectors, output } = request;
  const started = performance.now();
  const options = { settings, selectors };
  const rendered = await renderPrepared(context, environment, options);
  if (request.verify) {
    const { verifyRender } = await import("./verify-render.ts");
    await verifyRender(context, rendered, options);
  }
  refuseRenderErrors(rendered);
  const { manifests, releases } = rendered;
  const vanished =
    output === undefined ? [] : await write(rendered, join(output, environment), selectors);
  const findings = [...rendered.findings, ...vanished];
  await request.onDone({
    environment,
    objects: manifests.length,
    releases: releases.length,
    seconds: (performance.now() - started) / 1000,
    ...(request.verify && { isVerified: true }),
    findings,
  });
  return rendered;
}

/** What the folder held of releases that are gone is told. */
async function write(
  { manifests, releases, sources }: RenderedEnvironment,
  folder: string,
  selectors: readonly string[],
): Promise<readonly Finding[]> {
  const isPartial = selectors.length > 0;
  const { writeRender } = await import("./write-render.ts");
  const before = await writeRender({ folder, manifests, isPartial });
  if (isPartial || before.length === 0) return [];
  const { findVanished } = await import("./find-vanished.ts");
  return findVanished(before, { manifests, releases, states: sources.states });
}

async function printAll(context: CliContext, done: readonly RenderedEnvironment[]): Promise<void> {
  const { formatManifest, formatManifestForLog } =
    await import("../../../render/format-manifest.ts");
  const format = isWorkflow(context) ? formatManifestForLog : formatManifest;
  const texts = done.flatMap(({ environment, manifests }) => [
    ...(done.length > 1 ? [`# ${environment}\n`] : []),
    ...manifests.map((manifest) => `---\n${format(manifest)}`),
  ]);
  context.print(texts.join(""));
}
