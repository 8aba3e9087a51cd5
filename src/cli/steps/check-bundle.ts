import { join, resolve } from "node:path";
import { listFiles, readTextIfThere } from "../../host/files.ts";
import { readSourceCommit } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { readBundle, type RenderBundle } from "../../publish/bundle.ts";
import type { Settings } from "../settings.ts";
import { partialRequest, readPart } from "./partial-render.ts";
import { checkRender } from "./render-checked.ts";
import type { SourcedEnvironment } from "./render-sources.ts";

/**
 * The renders of a bundle, or of a folder of bundles, checked again. Nothing of the source is run: not its
 * hooks, not its charts.
 * @throws BUNDLE_INVALID, FILE_MISSING, FILE_UNREADABLE, SOURCE_MISSING
 */
export async function checkBundle(
  context: CliContext,
  settings: Settings,
  path: string,
): Promise<readonly SourcedEnvironment[]> {
  const names = await listFiles(resolve(context.root, path));
  const files = names.length === 0 ? [path] : names.map((name) => join(path, name));
  const bundles = await Promise.all(files.map((file) => readFile(context, file)));
  refuseTwice(bundles);
  const checked = await Promise.all(bundles.map((bundle) => checkOne(context, settings, bundle)));
  return checked.flat();
}

interface BundleFile extends RenderBundle {
  readonly file: string;
}

async function readFile(context: CliContext, file: string): Promise<BundleFile> {
  const text = await readTextIfThere(resolve(context.root, file));
  if (text === undefined) throw missing(file);
  return { file, ...readBundle(file, text) };
}

/** Which of the two would win must not depend on their files' names. */
function refuseTwice(bundles: readonly BundleFile[]): void {
  const seen = new Map<string, string>();
  for (const { file, environments } of bundles) {
    for (const { environment } of environments) {
      const other = seen.get(environment);
      if (other !== undefined) throw twice(environment, [other, file]);
      seen.set(environment, file);
    }
  }
}

async function checkOne(
  context: CliContext,
  settings: Settings,
  { sha, dirty, environments }: RenderBundle,
): Promise<readonly SourcedEnvironment[]> {
  const source = { ...(await readSourceCommit(context.root, sha)), dirty };
  const partial = partialRequest(context, settings, []);
  const checked = environments.map(async (one) => {
    const { environment, onlyReleases, manifests, tools, inputs } = one;
    const part = onlyReleases && (await readPart(partial, environment, onlyReleases));
    const render = { environment, manifests, findings: [], ...(part && { part }) };
    const result = await checkRender(context, settings, render);
    return { ...result, source, isNamedSource: false, provenance: { tools, inputs } };
  });
  return Promise.all(checked);
}

function twice(environment: string, files: readonly string[]): KeelsonError {
  return new KeelsonError(`${environment} is bundled twice: ${files.join(", ")}`, {
    code: "BUNDLE_INVALID",
    fault: "input",
    fix: "give one bundle for each environment",
  });
}

function missing(file: string): KeelsonError {
  return new KeelsonError(`there is no bundle ${file}`, {
    code: "FILE_MISSING",
    fault: "usage",
    at: { file },
    fix: "make it with `keelson render --bundle FILE`",
  });
}
