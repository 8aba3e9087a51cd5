import { isPrepared } from "../../../host/prepared-stamp.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Settings } from "../../settings.ts";
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
  const policies = options.settings.checks.plaintext;
  if (policies.length === 0) return rendered;
  const { applyPlaintextPolicies } = await import("../../../secrets/plaintext-policy.ts");
  const { manifests, findings } = applyPlaintextPolicies(rendered.manifests, policies);
  return { ...rendered, manifests, findings: [...rendered.findings, ...findings] };
}
