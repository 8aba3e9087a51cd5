import { writeTextAtomic } from "../../host/files.ts";
import { readSourceCommit } from "../../host/git-source.ts";
import { runCommand } from "../../host/run-command.ts";
import type { CliContext } from "../../model/cli-context.ts";
import { describeInputs } from "../../render/provenance.ts";
import type { RenderedEnvironment } from "./render-environment.ts";

/** Version of the bundle's own form. */
export const bundleForm = 1;

/**
 * Write renders, their source commit and what they were made from into one file, so that another job,
 * which runs nothing foreign, can check and publish them.
 */
export async function writeBundle(
  context: CliContext,
  path: string,
  rendered: readonly RenderedEnvironment[],
): Promise<void> {
  const source = await readSourceCommit(context.root);
  const versions = await readVersions(context);
  const environments = rendered.map(({ environment, manifests, releases, sources }) => ({
    environment,
    releases: releases.map((release) => release.name),
    manifests,
    ...describeInputs({ ...sources, versions }),
  }));
  const bundle = { bundleForm, source, environments };
  await writeTextAtomic(path, `${JSON.stringify(bundle)}\n`);
}

/** What helm and helmfile say of their versions. */
export async function readVersions(context: CliContext): Promise<Record<string, string>> {
  const calls = { helm: ["version", "--short"], helmfile: ["--version"] };
  const said = Object.entries(calls).map(async ([program, args]) => {
    const { stdout } = await runCommand({ program, args }, context.signal);
    return [program, stdout] as const;
  });
  return Object.fromEntries(await Promise.all(said));
}
