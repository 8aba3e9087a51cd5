import type { Manifest } from "../model/manifest.ts";
import type { RenderedFile } from "../model/plan.ts";
import { confirmPrune } from "./confirm-prune.ts";
import { manifestPath } from "./manifest-path.ts";

/** The files of a render: one for each object, in the text that `format` gives it. */
export function renderedFiles(
  manifests: readonly Manifest[],
  format: (manifest: Manifest) => string,
): readonly RenderedFile[] {
  return manifests.map(confirmPrune).map((manifest) => ({
    path: manifestPath(manifest),
    text: format(manifest),
    object: objectName(manifest),
  }));
}

function objectName({ identity: { kind, namespace, name } }: Manifest): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
