import { join } from "node:path";
import { writeTextAtomic } from "../../../host/files.ts";
import { withScratch } from "../../../host/scratch.ts";
import type { CliContext } from "../../../model/cli-context.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { Value, ValueMap } from "../../../model/value.ts";
import { formatManifest } from "../../../render/format-manifest.ts";
import { changedValues, overrideMap } from "../../../values/change-value.ts";
import type { Settings } from "../../settings.ts";
import { prepareEnvironment } from "../render/prepare-environment.ts";
import { renderEnvironment, type RenderedEnvironment } from "../render/render-environment.ts";

export interface KeyToTrace {
  readonly keys: readonly string[];
  /** The value in effect; undefined where nothing sets the key. */
  readonly value: Value | undefined;
  readonly values: ValueMap;
  readonly schema: ValueMap | undefined;
  /** The releases that get the values; empty: any may. */
  readonly releases: readonly string[];
}

/**
 * The objects that a change of a key touches, found by rendering with the key changed and comparing. Unknown
 * where no change that was tried renders.
 */
export async function findUsers(
  context: CliContext,
  { environment, settings }: { readonly environment: string; readonly settings: Settings },
  { keys, value, values, schema, releases }: KeyToTrace,
): Promise<readonly string[] | "unknown"> {
  await prepareEnvironment(context.root, environment);
  const prepared = { ...context.environment, KEELSON_SKIP_PREPARE: "1" };
  const render = (files: readonly string[]): Promise<RenderedEnvironment> =>
    renderEnvironment({ ...context, environment: prepared }, environment, {
      settings,
      values: files,
      selectors: releases.map((name) => `name=${name}`),
    });
  const candidates = changedValues(value, schema, keys);
  const overrides = candidates.map((changed) => overrideMap(values, keys, changed));
  return withScratch(async (scratch) => {
    const changing = renderFirst(overrides, render, scratch);
    const [before, after] = await Promise.all([render([]), changing]);
    return after === undefined ? "unknown" : differing(before.manifests, after.manifests);
  });
}

/** The render of the first override that the charts accept. */
async function renderFirst(
  overrides: readonly ValueMap[],
  render: (files: readonly string[]) => Promise<RenderedEnvironment>,
  scratch: string,
): Promise<RenderedEnvironment | undefined> {
  for (const override of overrides) {
    const file = join(scratch, "changed.yaml");
    await writeTextAtomic(file, JSON.stringify(override));
    const rendered = await orFailed(render([file]));
    if (rendered !== undefined) return rendered;
  }
  return undefined;
}

/** A chart may refuse the changed value: then another one is tried. */
async function orFailed<T>(render: Promise<T>): Promise<T | undefined> {
  try {
    return await render;
  } catch (error) {
    if (error instanceof KeelsonError && error.code === "RENDER_FAILED") return undefined;
    throw error;
  }
}

function differing(before: readonly Manifest[], after: readonly Manifest[]): readonly string[] {
  const texts = new Map(before.map((manifest) => [nameOf(manifest), formatManifest(manifest)]));
  const touched = after.filter(
    (manifest) => texts.get(nameOf(manifest)) !== formatManifest(manifest),
  );
  const left = new Set(after.map(nameOf));
  const removed = [...texts.keys()].filter((name) => !left.has(name));
  return [...new Set([...touched.map(nameOf), ...removed])].toSorted();
}

function nameOf({ identity }: Manifest): string {
  return `${identity.kind} ${identity.name}`;
}
