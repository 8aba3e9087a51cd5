import { join } from "node:path";
import { readTextIfThere } from "../../../host/files.ts";
import { readTreeId } from "../../../host/git-source.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { describeInputs, type Provenance } from "../../../render/provenance.ts";
import { describeReleases } from "../../../render/release-inputs.ts";
import { hasUnseenReads } from "../../../render/unseen-reads.ts";
import type { Settings } from "../../settings.ts";
import type { RenderSources } from "./read-sources.ts";
import { refuseVariables } from "./refuse-variables.ts";
import { startsOf } from "./render-environment.ts";

const configuration = "keelson.yaml";

export interface ProvenanceOf {
  readonly environment: string;
  readonly settings: Settings;
  /** Left out where something else rendered it. */
  readonly sources?: RenderSources;
  readonly versions: Provenance["tools"];
  /** The commit that is rendered, where it is not the one at hand. */
  readonly sha?: string;
}

/**
 * What a render in this folder is made from and by: digests and versions, our own configuration among them, and the
 * variables that it lets templates read.
 * @throws RENDER_VARIABLE_REFUSED one of them is a credential
 */
export async function readProvenance(
  { root, environment: variables }: Pick<CliContext, "root" | "environment">,
  { environment, settings, sources, versions, sha }: ProvenanceOf,
): Promise<Provenance> {
  refuseVariables(settings.render.variables);
  const { states, charts } = sources ?? { states: [], charts: [] };
  const text = await readTextIfThere(join(root, configuration));
  const own = text === undefined ? [] : [{ path: configuration, text }];
  const read = settings.render.variables.map((name) => ({
    path: `$${name}`,
    text: variables[name] ?? "",
  }));
  const any = hasUnseenReads(states) ? [{ path: "/", text: await readTreeId(root, sha) }] : [];
  const all = [...states, ...own, ...read, ...any];
  const provenance = describeInputs({ states: all, charts, versions });
  const releases = describeReleases({
    ...provenance,
    environment,
    file: settings.render.helmfile,
    states,
    made: madeInputs(settings, environment, provenance),
  });
  return releases === undefined ? provenance : { ...provenance, releases };
}

/** The layers of value sets, where each set's result is an input itself. */
function madeInputs(
  settings: Settings,
  environment: string,
  { inputs }: Provenance,
): readonly string[] {
  const outputs = settings.values.map(({ output }) => fill(output, environment));
  const isRead = outputs.every((output) => inputs[output] !== undefined);
  return isRead ? startsOf(settings, environment).slice(1) : [];
}

function fill(text: string, environment: string): string {
  return text.replaceAll("{environment}", environment);
}
