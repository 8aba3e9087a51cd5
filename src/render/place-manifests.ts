import type { Manifest } from "../model/manifest.ts";
import { asMap } from "../model/value.ts";
import { findClusterScoped, scopeKey } from "./cluster-scoped.ts";

export interface Placing {
  /** The namespace of what names none. Left out: the only one that the others name, else `default`. */
  readonly namespace?: string;
  /** Kinds without a namespace whose definition is not among them, as `Kind.group`. */
  readonly clusterScoped: readonly string[];
}

/**
 * Objects that name no namespace are applied to one namespace, whichever that is: give them its name, so that
 * what they name is found beside them.
 */
export function placeManifests(
  manifests: readonly Manifest[],
  { namespace, clusterScoped }: Placing,
): readonly Manifest[] {
  const bodies = manifests.map(({ body }) => body);
  const scopes = findClusterScoped(bodies, clusterScoped);
  const place = namespace ?? onlyNamespace(manifests) ?? "default";
  return manifests.map((manifest) => {
    const { kind, group } = manifest.identity;
    const isPlaced = manifest.identity.namespace !== undefined || scopes.has(scopeKey(kind, group));
    return isPlaced ? manifest : placeOne(manifest, place);
  });
}

function onlyNamespace(manifests: readonly Manifest[]): string | undefined {
  const [only, ...others] = new Set(manifests.flatMap(({ identity }) => identity.namespace ?? []));
  return others.length === 0 ? only : undefined;
}

function placeOne({ identity, body, ...rest }: Manifest, namespace: string): Manifest {
  const metadata = { ...asMap(body["metadata"]), namespace };
  return { ...rest, identity: { ...identity, namespace }, body: { ...body, metadata } };
}
