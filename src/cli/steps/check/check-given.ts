import { isAbsolute, join } from "node:path";
import { checkManifests } from "../../../check/check-manifests.ts";
import { chooseKinds } from "../../../check/schema/choose-kinds.ts";
import { readStandardInput } from "../../../host/read-input.ts";
import { readTree } from "../../../host/read-tree.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { parseRender } from "../../../render/parse-render.ts";
import { placeManifests } from "../../../render/place-manifests.ts";
import { otherEnvironments, type Settings } from "../../settings.ts";
import { onePerPlace, secretFindings } from "../secrets/secret-findings.ts";
import { readKindSchemas } from "./read-kind-schemas.ts";
import type { CheckedEnvironment } from "./render-checked.ts";

export interface GivenManifests {
  /** A folder of YAML or JSON, or `-` for standard input. */
  readonly from: string;
  /** Where objects that name no namespace are applied to. Left out: see `placeManifests`. */
  readonly namespace?: string;
  /** What keelson.yaml says of this environment counts. Empty: what it says of all. */
  readonly environment: string;
}

/**
 * Check manifests that something else rendered.
 * @throws CHECK_NOTHING there is not one in it
 * @throws FILE_UNREADABLE the folder is not there
 */
export async function checkGiven(
  context: CliContext,
  settings: Settings,
  { from, environment, ...given }: GivenManifests,
): Promise<CheckedEnvironment> {
  const started = performance.now();
  const text = from === "-" ? await readStream() : await readFolder(context, from);
  const { clusterScoped } = settings.render;
  const parsed = parseRender(text, {
    release: from === "-" ? "standard input" : from,
    clusterScoped,
  });
  if (parsed.manifests.length === 0 && parsed.findings.length === 0) throw nothingThere(from);
  const { [environment]: known = {} } = settings.environments;
  const namespace = given.namespace ?? known.namespace;
  const placing = { clusterScoped, ...(namespace !== undefined && { namespace }) };
  const manifests = placeManifests(parsed.manifests, placing);
  const kinds = chooseKinds(environment, known);
  const { findings, links } = checkManifests(manifests, {
    environment,
    others: otherEnvironments(settings, environment),
    checks: settings.checks,
    schemas: await readKindSchemas(kinds.files),
    findings: [
      ...parsed.findings,
      ...kinds.findings,
      ...secretFindings(manifests, settings, environment),
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  return { environment, manifests, findings: onePerPlace(findings), links, seconds };
}

async function readStream(): Promise<string> {
  return new TextDecoder().decode(await readStandardInput());
}

async function readFolder({ root }: CliContext, from: string): Promise<string> {
  const folder = isAbsolute(from) ? from : join(root, from);
  const files = await readTree(folder, /\.(ya?ml|json)$/u);
  return files.map(({ path, text }) => `---\n# Source: ${path}\n${text}`).join("\n");
}

function nothingThere(from: string): KeelsonError {
  return new KeelsonError(`${from === "-" ? "standard input" : from} holds no manifest`, {
    code: "CHECK_NOTHING",
    fault: "input",
    fix: "name a folder with .yaml, .yml or .json files, or pipe manifests in",
  });
}
