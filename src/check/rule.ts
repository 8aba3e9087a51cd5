import type { Finding } from "../model/finding.ts";
import type { Link } from "./check-context.ts";
import type { Scene } from "./scene.ts";

/** What one rule family found. */
export interface RuleResult {
  readonly findings: readonly Finding[];
  readonly links?: readonly Link[];
}

/** One family of rules: looks at the whole render and reports. */
export type Rule = (scene: Scene) => RuleResult;
