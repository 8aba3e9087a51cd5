import { writeTextAtomic } from "../../../host/files.ts";
import { readSourceCommit } from "../../../host/git-source.ts";
import { unwritable } from "../../../host/replace-folder.ts";
import { readToolVersions } from "../../../host/tool-versions.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Provenance } from "../../../render/provenance.ts";
import { releaseNamespaces } from "../../../render/release-namespaces.ts";
import type { Settings } from "../../settings.ts";
import { readProvenance } from "./read-provenance.ts";
import type { RenderedEnvironment } from "./render-environment.ts";

/** Version of the bundle's own form. */
export const bundleForm = 1;

export interface BundleRequest {
  readonly path: string;
  readonly rendered: readonly RenderedEnvironment[];
  /** Only these releases were rendered: publishing leaves the others alone. */
  readonly isPartial: boolean;
}

/**
 * Write renders, their source commit and what they were made from into one file, so that another job,
 * which runs nothing foreign, can check and publish them.
 * @throws OUTPUT_UNWRITABLE
 */
export async function writeBundle(
  context: CliContext,
  settings: Settings,
  { path, rendered, isPartial }: BundleRequest,
): Promise<void> {
  const versions = await readToolVersions(context.root);
  const described = rendered.map(async ({ environment, manifests, releases, sources }) => {
    const of = { environment, settings, sources, versions };
    return {
      environment,
      releases: releases.map((release) => release.name),
      namespaces: releaseNamespaces(releases),
      partial: isPartial,
      manifests,
      ...asFields(await readProvenance(context, of)),
    };
  });
  await write(context, path, await Promise.all(described));
}

/** An environment with nothing to render, and what it would be rendered from. */
export interface UnchangedEnvironment {
  readonly environment: string;
  readonly provenance: Provenance;
}

/** Write a bundle without any render: publishing it says that the branches hold the newest source. */
export async function writeUnchanged(
  context: CliContext,
  path: string,
  unchanged: readonly UnchangedEnvironment[],
): Promise<void> {
  const environments = unchanged.map(({ environment, provenance }) => {
    const none = { releases: [], partial: true, manifests: [] };
    return { environment, ...none, ...asFields(provenance) };
  });
  await write(context, path, environments);
}

/** `releases` of a bundle are those that were rendered. */
function asFields({ tools, inputs, releases }: Provenance): object {
  return { tools, inputs, ...(releases === undefined ? {} : { releaseInputs: releases }) };
}

async function write(
  context: CliContext,
  path: string,
  environments: readonly object[],
): Promise<void> {
  const source = await readSourceCommit(context.root);
  const bundle = { bundleForm, source, environments };
  try {
    await writeTextAtomic(path, `${JSON.stringify(bundle)}\n`);
  } catch (cause) {
    throw cause instanceof KeelsonError ? cause : unwritable(path, cause);
  }
}
