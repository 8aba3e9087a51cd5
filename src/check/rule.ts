import type { Finding } from "../model/finding.ts";
import type { Link } from "../model/link.ts";
import type { Connector } from "./connect/read-connectors.ts";
import type { Connection } from "./hosts/connection.ts";
import type { Scene } from "./scene.ts";

/** What one rule family found. */
export interface RuleResult {
  readonly findings: readonly Finding[];
  readonly links?: readonly Link[];
}

/** The render with every address in it followed. */
export interface LinkedScene extends Scene {
  readonly connections: readonly Connection[];
  readonly connectors: readonly Connector[];
}

/** One family of rules: looks at the whole render and reports. */
export type Rule = (scene: LinkedScene) => RuleResult;
