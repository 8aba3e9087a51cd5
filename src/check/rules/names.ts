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
    findings: resolutions.flatMap(({ findings }) => findings),
  };
}
