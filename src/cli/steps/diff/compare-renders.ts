import { chooseKinds } from "../../../check/schema/choose-kinds.ts";
import { collectKinds } from "../../../check/schema/collect-kinds.ts";
import { fieldShapes } from "../../../check/schema/field-shapes.ts";
import type { ManifestDiff } from "../../../model/manifest-diff.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { diffManifests } from "../../../render/diff-manifests.ts";
import type { Settings } from "../../settings.ts";
import { readKindSchemas } from "../check/read-kind-schemas.ts";

export interface RendersToCompare {
  readonly environment: string;
  readonly before: readonly Manifest[];
  readonly after: readonly Manifest[];
}

/** What changes between two renders of an environment, by the definitions of the kinds in its cluster. */
export async function compareRenders(
  settings: Settings,
  { environment, before, after }: RendersToCompare,
): Promise<ManifestDiff> {
  const { files } = chooseKinds(environment, settings.environments[environment] ?? {});
  const kinds = collectKinds([...before, ...after], await readKindSchemas(files));
  return diffManifests(before, after, fieldShapes(kinds));
}
