import { writeTextAtomic } from "../../host/files.ts";
import { readSourceCommit } from "../../host/git-source.ts";
import { readToolVersions } from "../../host/tool-versions.ts";
import type { CliContext } from "../../model/cli-context.ts";
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
 */
export async function writeBundle(
  context: CliContext,
  { path, rendered, isPartial }: BundleRequest,
): Promise<void> {
  const source = await readSourceCommit(context.root);
  const tools = await readToolVersions(context.root);
  const described = rendered.map(async ({ environment, manifests, releases, sources }) => ({
    environment,
    releases: releases.map((release) => release.name),
    partial: isPartial,
    manifests,
    ...(await readProvenance(context.root, sources, tools)),
  }));
  const environments = await Promise.all(described);
  const bundle = { bundleForm, source, environments };
  await writeTextAtomic(path, `${JSON.stringify(bundle)}\n`);
}
