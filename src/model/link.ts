import type { Checks } from "./keelson-config.ts";
import type { Place } from "./place.ts";

/** Something outside that keelson.yaml declares. */
export type External = NonNullable<Checks["externals"]>[number];

/**
 * What became of one reference: `ok` it leads to something in the render, `external` to something declared
 * in keelson.yaml, `missing` to nothing, `unverifiable` to where the render alone cannot tell.
 */
export type Verdict = "ok" | "missing" | "unverifiable" | "external";

/** One thing in the render that names another. */
export interface Link {
  /** The object that names it, and where in it. */
  readonly from: Place;
  /** What it names, for a person: `Secret shop/db key password`. */
  readonly names: string;
  readonly verdict: Verdict;
  /** The object it leads to, or what makes it: `ExternalSecret shop/db`. */
  readonly to?: string;
  /** The declaration that makes it `external`. */
  readonly external?: External;
}
