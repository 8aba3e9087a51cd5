import type { Link } from "../../check/check-context.ts";
import { checkManifests } from "../../check/check-manifests.ts";
import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import type { Checks } from "../../model/keelson-config.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Settings } from "../settings.ts";
import { renderPrepared } from "./render-prepared.ts";
import { resolveSecrets } from "./resolve-secrets.ts";

/** One environment rendered and checked: what a publish, a check and a report start from. */
export interface CheckedEnvironment {
  readonly environment: string;
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
  readonly seconds: number;
}

/**
 * Prepare and render one environment and check what came out. Secrets that are there without us count as
 * outside.
 * @throws what `renderPrepared` throws
 */
export async function renderChecked(
  context: CliContext,
  settings: Settings,
  environment: string,
): Promise<CheckedEnvironment> {
  const started = performance.now();
  const rendered = await renderPrepared(context, environment, { settings });
  const { manifests, findings: oddities } = rendered;
  const checks = await withExistingSecrets(context, settings, environment);
  const { findings, links } = checkManifests(manifests, {
    environment,
    checks,
    findings: oddities,
  });
  const seconds = (performance.now() - started) / 1000;
  return { environment, manifests, findings, links, seconds };
}

async function withExistingSecrets(
  { root }: CliContext,
  settings: Settings,
  environment: string,
): Promise<Checks> {
  const secrets = await resolveSecrets(root, settings, environment);
  const existing = (secrets?.existing ?? []).map(({ name, keys }) => ({
    object: `Secret ${name}`,
    keys: [...keys],
    environments: [environment],
    reason: "declared under secrets/ with provider existing",
  }));
  return { ...settings.checks, externals: [...settings.checks.externals, ...existing] };
}
