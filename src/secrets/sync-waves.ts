import { asMap, type ValueMap } from "../model/value.ts";

const waveAnnotation = "argocd.argoproj.io/sync-wave";

/** Argo CD's order: what secrets need, the secrets, then everything that has no wave. */
export const waves = { serviceAccount: -4, store: -3, secret: -2 } as const;

/** The manifest with its place in Argo CD's order; a wave that it has already stays. */
export function withWave(manifest: ValueMap, wave: number): ValueMap {
  const metadata = asMap(manifest["metadata"]);
  const annotations = { [waveAnnotation]: String(wave), ...asMap(metadata["annotations"]) };
  return { ...manifest, metadata: { ...metadata, annotations } };
}
