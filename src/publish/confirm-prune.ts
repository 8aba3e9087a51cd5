import type { Manifest } from "../model/manifest.ts";
import { asMap } from "../model/value.ts";

const syncOptions = "argocd.argoproj.io/sync-options";

const kinds: readonly (readonly [kind: string, group: string])[] = [
  ["PersistentVolumeClaim", ""],
  ["Namespace", ""],
  ["StatefulSet", "apps"],
  ["CustomResourceDefinition", "apiextensions.k8s.io"],
];

/**
 * Ask Argo CD to have the removal of an object confirmed where data hangs on it. What the object says
 * about pruning itself stays.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-with-confirmation
 */
export function confirmPrune(manifest: Manifest): Manifest {
  const { kind, group } = manifest.identity;
  if (!kinds.some(([itsKind, itsGroup]) => itsKind === kind && itsGroup === group)) return manifest;
  const metadata = asMap(manifest.body["metadata"]);
  const annotations = asMap(metadata["annotations"]);
  const said = annotations[syncOptions];
  const options = typeof said === "string" && said !== "" ? said.split(",") : [];
  if (options.some((option) => option.trim().startsWith("Prune="))) return manifest;
  const all = [...options, "Prune=confirm"].join(",");
  const confirmed = { ...metadata, annotations: { ...annotations, [syncOptions]: all } };
  return { ...manifest, body: { ...manifest.body, metadata: confirmed } };
}
