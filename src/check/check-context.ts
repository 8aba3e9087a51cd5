import type { Finding } from "../model/finding.ts";
import type { Checks } from "../model/keelson-config.ts";
import type { Place } from "../model/place.ts";

export type External = NonNullable<Checks["externals"]>[number];
export type Exception = NonNullable<Checks["exceptions"]>[number];

/** What the rules must know besides the manifests. */
export interface CheckContext {
  /** The environment that was rendered, as keelson.yaml names it. */
  readonly environment: string;
  /** `checks` of keelson.yaml. Default: nothing is declared and nothing excepted. */
  readonly checks?: Checks;
  /** What other rooms found in the same render: exceptions may name these findings too. */
  readonly findings?: readonly Finding[];
}

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

/** Findings after exceptions, and every link that was looked at. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
}
