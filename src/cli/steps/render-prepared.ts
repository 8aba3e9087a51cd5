import { isPrepared } from "../../host/prepared-stamp.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { applyPlaintextPolicies } from "../../secrets/plaintext-policy.ts";
import type { Settings } from "../settings.ts";
import {
  renderEnvironment,
  type RenderedEnvironment,
  type RenderOptions,
} from "./render-environment.ts";

/**
 * Prepare one environment and render it. It is prepared here, not by the hook, so that what is wrong
 * with its files is told as findings. Plaintext Secrets of others' charts are gone where keelson.yaml says so.
 * @throws what `prepareEnvironment` and `renderEnvironment` throw
 */
export async function renderPrepared(
  context: CliContext,
  environment: string,
  options: RenderOptions & { readonly settings: Settings },
): Promise<RenderedEnvironment> {
  const root = options.root ?? context.root;
  if (!isPrepared(root, environment)) {
    const { prepareEnvironment } = await import("./prepare-environment.ts");
    await prepareEnvironment(root, environment);
  }
  const prepared = { ...context.environment, KEELSON_SKIP_PREPARE: "1" };
  const rendered = await renderEnvironment(
    { ...context, environment: prepared },
    environment,
    options,
  );
  const { manifests, findings } = applyPlaintextPolicies(
    rendered.manifests,
    options.settings.checks.plaintext,
  );
  return { ...rendered, manifests, findings: [...rendered.findings, ...findings] };
}
