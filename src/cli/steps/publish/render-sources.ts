import { withCheckout } from "../../../host/checkout.ts";
import { readSourceCommit } from "../../../host/git-source.ts";
import { readToolVersions } from "../../../host/tool-versions.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { SourceCommit } from "../../../model/plan.ts";
import type { Provenance } from "../../../render/provenance.ts";
import type { ChosenSource } from "../../choose-sources.ts";
import { readSettings } from "../../read-settings.ts";
import type { Settings } from "../../settings.ts";
import type { PartialRequest } from "../branches/partial-render.ts";
import { renderAll } from "../check/render-all.ts";
import type { CheckedEnvironment } from "../check/render-checked.ts";
import { readProvenance } from "../render/read-provenance.ts";

/** A checked render and the source it was made from. */
export interface SourcedEnvironment extends CheckedEnvironment {
  readonly source: SourceCommit;
  /** The source was named, so it may be older than what is on the branch. */
  readonly isNamedSource: boolean;
  readonly provenance: Provenance;
}

export interface RenderSourcesRequest {
  readonly chosen: readonly ChosenSource[];
  /** Left out: all releases are rendered. */
  readonly partial?: PartialRequest;
  /** Told of each environment as soon as it is rendered and checked. */
  readonly onChecked?: (checked: CheckedEnvironment) => void;
}

/**
 * Render and check each environment at its source: the work tree, or another commit laid into a folder of
 * its own, whose settings then count.
 * @throws SOURCE_MISSING, and what `renderAll` throws
 */
export async function renderSources(
  context: CliContext,
  settings: Settings,
  { chosen, ...how }: RenderSourcesRequest,
): Promise<readonly SourcedEnvironment[]> {
  const versions = readToolVersions(context.root);
  const bySource = Map.groupBy(chosen, ({ sha }) => sha);
  const rendered = [...bySource].map(async ([sha, group]) => {
    const source = await readSourceCommit(context.root, sha);
    const work = async (root: string): Promise<readonly SourcedEnvironment[]> => {
      const its = sha === undefined ? settings : await readSettings(root);
      const checked = await renderAll({ ...context, root }, its, {
        environments: group.map(({ environment }) => environment),
        ...how,
      });
      const sourced = checked.map(async (one) => {
        const of = { ...one, settings: its, versions: await versions, sha: source.sha };
        const provenance = await readProvenance({ ...context, root }, of);
        return { ...one, source, isNamedSource: sha !== undefined, provenance };
      });
      return Promise.all(sourced);
    };
    return sha === undefined ? work(context.root) : withCheckout(context.root, source.sha, work);
  });
  const all = (await Promise.all(rendered)).flat();
  const order = chosen.map(({ environment }) => environment);
  return all.toSorted((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
}
