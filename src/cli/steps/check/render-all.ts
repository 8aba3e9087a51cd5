import type { CliContext } from "../../../model/cli-context.ts";
import { joinFailures } from "../../join-failures.ts";
import type { Settings } from "../../settings.ts";
import type { PartialRequest } from "../branches/partial-render.ts";
import { renderChecked, type CheckedEnvironment } from "./render-checked.ts";

interface RenderAll {
  readonly environments: readonly string[];
  /** Left out: all releases are rendered. */
  readonly partial?: PartialRequest;
  /** Told of each environment as soon as it is rendered and checked. */
  readonly onChecked?: (checked: CheckedEnvironment) => void;
}

/**
 * Render and check environments side by side. One's failure hides no other's: all are waited for, then all
 * failures are told at once.
 * @throws what `renderChecked` throws; the findings of several failures in one error
 */
export async function renderAll(
  context: CliContext,
  settings: Settings,
  { environments, onChecked, ...how }: RenderAll,
): Promise<readonly CheckedEnvironment[]> {
  const failures: unknown[] = [];
  const rendered = environments.map(async (environment) => {
    try {
      const checked = await renderChecked(context, settings, { ...how, environment });
      onChecked?.(checked);
      return [checked];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const checked = (await Promise.all(rendered)).flat();
  if (failures.length > 0) throw joinFailures(failures);
  return checked;
}
