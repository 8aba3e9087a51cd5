import type { Manifest, ObjectIdentity } from "../model/manifest.ts";
import type { Place } from "../model/place.ts";

/** An object as findings name it: `Kind namespace/name`, or `Kind name` where it has no namespace. */
export function objectName(identity: ObjectIdentity): string {
  const { kind, namespace, name } = identity;
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The place of a rendered object, or of something in it. */
export function placeIn(manifest: Manifest, pointer?: string): Place {
  const object = objectName(manifest.identity);
  return pointer === undefined ? { object } : { object, pointer };
}
