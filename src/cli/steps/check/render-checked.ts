import { checkManifests } from "../../../check/check-manifests.ts";
import { chooseKinds } from "../../../check/schema/choose-kinds.ts";
import { traceFindings } from "../../../check/trace-findings.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import type { Finding } from "../../../model/finding.ts";
import type { External, Link } from "../../../model/link.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { ReleaseNamespaces } from "../../../model/plan.ts";
import { releaseNamespaces } from "../../../render/release-namespaces.ts";
import { otherEnvironments, type Settings } from "../../settings.ts";
import { type Part, type PartialRequest, readPart } from "../branches/partial-render.ts";
import type { RenderSources } from "../render/read-sources.ts";
import { renderPrepared } from "../render/render-prepared.ts";
import { resolveSecrets } from "../secrets/resolve-secrets.ts";
import { onePerPlace, secretFindings } from "../secrets/secret-findings.ts";
import { resolveValueSets } from "../values/resolve-value-sets.ts";
import { readKindSchemas } from "./read-kind-schemas.ts";

/** One environment rendered and checked: what a publish, a check and a report start from. */
export interface CheckedEnvironment {
  readonly environment: string;
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
  readonly seconds: number;
  /** Names of the releases that were rendered; left out where something else rendered them. */
  readonly releases?: readonly string[];
  /** What it was rendered from; left out where something else rendered it. */
  readonly sources?: RenderSources;
  /** Left out: all releases were rendered. */
  readonly part?: Part;
  readonly namespaces?: ReleaseNamespaces;
}

export interface CheckRequest {
  readonly environment: string;
  /** Left out: all releases are rendered. */
  readonly partial?: PartialRequest;
}

/**
 * Prepare and render one environment and check what came out. Secrets that are there without us count as
 * outside.
 * @throws what `renderPrepared` throws
 */
export async function renderChecked(
  context: CliContext,
  settings: Settings,
  { environment, partial }: CheckRequest,
): Promise<CheckedEnvironment> {
  const started = performance.now();
  const { selectors } = partial ?? {};
  const options = { settings, ...(selectors === undefined ? {} : { selectors }) };
  const rendered = await renderPrepared(context, environment, options);
  const { sources, releases, manifests, allowed } = rendered;
  // The check takes out again what an exception allows, and so sees that the exception is needed.
  const findings = [...rendered.findings, ...allowed];
  const names = releases.map(({ name }) => name);
  const part = partial === undefined ? {} : { part: await readPart(partial, environment, names) };
  const checked = await checkRender(context, settings, {
    environment,
    manifests,
    findings,
    namespaces: releaseNamespaces(releases),
    ...part,
  });
  const traced = await traceToValues(context, settings, checked);
  const seconds = (performance.now() - started) / 1000;
  return { ...checked, findings: traced, sources, releases: names, seconds };
}

/** Findings with the values line behind them, where it is known. */
async function traceToValues(
  { root }: CliContext,
  settings: Settings,
  { environment, manifests, findings }: CheckedEnvironment,
): Promise<readonly Finding[]> {
  if (findings.length === 0 || settings.values.length === 0) return findings;
  const sets = await resolveValueSets(root, settings, { environment });
  return traceFindings(
    findings,
    manifests,
    sets.map(({ resolved }) => resolved),
  );
}

/** Check one environment's render as a whole, what a partial one keeps included. */
export async function checkRender(
  context: CliContext,
  settings: Settings,
  render: Pick<
    CheckedEnvironment,
    "environment" | "manifests" | "findings" | "part" | "namespaces"
  >,
): Promise<CheckedEnvironment> {
  const started = performance.now();
  const { environment, part } = render;
  const manifests = [...render.manifests, ...(part?.kept ?? [])];
  const kinds = chooseKinds(environment, settings.environments[environment] ?? {});
  const { findings, links } = checkManifests(manifests, {
    environment,
    others: otherEnvironments(settings, environment),
    checks: settings.checks,
    outside: await existingSecrets(context, settings, environment),
    schemas: await readKindSchemas(kinds.files),
    findings: [
      ...render.findings,
      ...kinds.findings,
      ...secretFindings(manifests, settings, environment),
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  const checked = { ...render, findings: onePerPlace(findings) };
  return { ...checked, links, seconds };
}

async function existingSecrets(
  { root }: CliContext,
  settings: Settings,
  environment: string,
): Promise<readonly External[]> {
  const secrets = await resolveSecrets(root, settings, environment);
  return (secrets?.existing ?? []).map(({ name, keys }) => ({
    object: `Secret ${name}`,
    keys: [...keys],
    reason: "declared under secrets/ with provider existing",
  }));
}
