import { isPrepared } from "../../host/prepared-stamp.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { Settings } from "../settings.ts";
import { prepareEnvironment } from "./prepare-environment.ts";
import {
  renderEnvironment,
  type RenderedEnvironment,
  type RenderOptions,
} from "./render-environment.ts";

/**
 * Prepare one environment and render it. It is prepared here, not by the hook, so that what is wrong
 * with its files is told as findings.
 * @throws what `prepareEnvironment` and `renderEnvironment` throw
 */
export async function renderPrepared(
  context: CliContext,
  environment: string,
  options: RenderOptions & { readonly settings: Settings },
): Promise<RenderedEnvironment> {
  const root = options.root ?? context.root;
  if (!isPrepared(root, environment)) await prepareEnvironment(root, environment);
  const prepared = { ...context.environment, KEELSON_SKIP_PREPARE: "1" };
  return renderEnvironment({ ...context, environment: prepared }, environment, options);
}
