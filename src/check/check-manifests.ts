import type { Manifest } from "../model/manifest.ts";
import type { CheckContext, CheckResult } from "./check-context.ts";
import { readConnectors } from "./connect/read-connectors.ts";
import { applyExceptions, findUnusedExternals } from "./exceptions.ts";
import { findConnections } from "./hosts/find-connections.ts";
import { rules } from "./rules.ts";
import { buildScene } from "./scene.ts";

/**
 * Check one environment's render as a whole: does what its objects name exist, and is nothing in it that must not be.
 * Findings stand in the order of the rules, exceptions taken out; the links are all that were looked at.
 */
export function checkManifests(manifests: readonly Manifest[], context: CheckContext): CheckResult {
  const indexed = buildScene(manifests, context);
  const connections = findConnections(indexed);
  const scene = { ...indexed, connections, connectors: readConnectors(indexed, connections) };
  const results = rules.map((rule) => rule(scene));
  const links = results.flatMap((result) => result.links ?? []);
  const found = results.flatMap((result) => result.findings);
  const findings = [
    ...applyExceptions([...(context.findings ?? []), ...found], context),
    ...findUnusedExternals(links, context),
  ];
  return { findings, links };
}
