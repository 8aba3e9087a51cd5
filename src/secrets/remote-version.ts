import type { RemoteState } from "../model/remote-secret.ts";

/**
 * The version id that a stage, or `uuid/` and an id, stands for. An id without a stage is taken at its word,
 * since a store lists only versions that have one.
 */
export function versionIdAt(
  state: Extract<RemoteState, { readonly kind: "there" }>,
  version: string,
): string | undefined {
  if (version.startsWith("uuid/")) return version.slice("uuid/".length);
  return [...state.stages].find(([, stages]) => stages.includes(version))?.[0];
}
