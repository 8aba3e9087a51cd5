import type { Finding } from "../model/finding.ts";
import type { Checks } from "../model/keelson-config.ts";
import type { External, Link } from "../model/link.ts";
import type { KindSchemas } from "./schema/shape.ts";

export type Exception = NonNullable<Checks["exceptions"]>[number];

/** Another environment, by its name and the namespace that is its own. */
export interface OtherEnvironment {
  readonly name: string;
  readonly namespace?: string;
}

/** What the rules must know besides the manifests. */
export interface CheckContext {
  /** The environment that was rendered, as keelson.yaml names it. */
  readonly environment: string;
  /** Every other environment, so that nothing of theirs is used here. */
  readonly others?: readonly OtherEnvironment[];
  /** `checks` of keelson.yaml. Default: nothing is declared and nothing excepted. */
  readonly checks?: Checks;
  /** Definitions of kinds, Kubernetes' own first. Left out: fields are not checked. */
  readonly schemas?: readonly KindSchemas[];
  /** Objects outside that something else than `checks` declares: they may go unused. */
  readonly outside?: readonly External[];
  /** What other rooms found in the same render: exceptions may name these findings too. */
  readonly findings?: readonly Finding[];
}

/** Findings after exceptions, and every link that was looked at. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
}
