import { resolve } from "node:path";
import { readTextIfThere } from "../../host/files.ts";
import { readSourceCommit } from "../../host/git-source.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { readBundle } from "../../publish/bundle.ts";
import type { Settings } from "../settings.ts";
import { partialRequest, readPart } from "./partial-render.ts";
import { checkRender } from "./render-checked.ts";
import type { SourcedEnvironment } from "./render-sources.ts";

/**
 * The renders of a bundle, checked again. Nothing of the source is run: not its hooks, not its charts.
 * @throws BUNDLE_INVALID, FILE_MISSING, SOURCE_MISSING
 */
export async function checkBundle(
  context: CliContext,
  settings: Settings,
  file: string,
): Promise<readonly SourcedEnvironment[]> {
  const text = await readTextIfThere(resolve(context.root, file));
  if (text === undefined) throw missing(file);
  const { sha, dirty, environments } = readBundle(file, text);
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

function missing(file: string): KeelsonError {
  return new KeelsonError(`there is no bundle ${file}`, {
    code: "FILE_MISSING",
    fault: "usage",
    at: { file },
    fix: "make it with `keelson render --bundle FILE`",
  });
}
