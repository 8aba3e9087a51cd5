import type { Finding } from "../../model/finding.ts";
import { readObjectReferences } from "../object-references.ts";
import { readPodReferences } from "../pod-references.ts";
import { resolveReference } from "../resolve-reference.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";

/** Each object and key that a rendered object names by name exists, is declared outside, or may be missing. */
export function checkNames(scene: Scene): RuleResult {
  const references = [
    ...scene.workloads.flatMap((workload) => readPodReferences(workload)),
    ...scene.manifests.flatMap((manifest) => readObjectReferences(manifest)),
  ];
  const resolutions = references.map((reference) => resolveReference(scene, reference));
  return {
    links: resolutions.flatMap(({ links }) => links),
    findings: oncePerObject(resolutions.flatMap(({ findings }) => findings)),
  };
}

/** An object that names a missing one in several places is told once. */
function oncePerObject(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const id = `${finding.code} ${finding.at.object ?? ""} ${finding.says}`;
    if (!first.has(id)) first.set(id, finding);
  }
  return [...first.values()];
}
