import type { External, Link, Verdict } from "../model/link.ts";
import { kindOf } from "./externals.ts";
import { objectName, placeIn } from "./object-name.ts";
import type { Reference } from "./reference.ts";

/** Where a reference led. */
export interface Held {
  readonly verdict: Verdict;
  readonly to?: string | undefined;
  readonly external?: External;
}

/** The link of a reference, or of one key that it wants. */
export function linkOf(reference: Reference, target: Held, key?: string): Link {
  const { verdict, to, external } = target;
  return {
    from: placeIn(reference.from, reference.pointer),
    names: key === undefined ? nameOf(reference) : `${nameOf(reference)} key ${key}`,
    verdict,
    ...(to === undefined ? {} : { to }),
    ...(external === undefined ? {} : { external }),
  };
}

/** `Kind namespace/name` of what a reference names. */
export function nameOf(reference: Reference): string {
  const { type, namespace, name } = reference;
  const kind = kindOf(type);
  return objectName({ group: "", kind, name, ...(namespace === undefined ? {} : { namespace }) });
}
