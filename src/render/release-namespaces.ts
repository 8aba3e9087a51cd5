import type { ReleaseNamespaces } from "../model/plan.ts";
import type { RenderedRelease } from "./split-render.ts";

/** The namespaces that were rendered, by the name of the release: two releases may have the same one. */
export function releaseNamespaces(
  releases: readonly Pick<RenderedRelease, "name" | "namespace">[],
): ReleaseNamespaces {
  const byName = Map.groupBy(releases, ({ name }) => name);
  const entries = [...byName].map(([name, its]) => {
    const namespaces = new Set(its.map(({ namespace }) => namespace));
    return [name, [...namespaces].toSorted()] as const;
  });
  return Object.fromEntries(entries);
}
