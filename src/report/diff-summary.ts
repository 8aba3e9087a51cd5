import type { ManifestDiff, ObjectChange } from "../model/manifest-diff.ts";
import { counted } from "./counted.ts";

/** Changes apart from those objects where only chart labels and checksums differ. */
export interface SortedChanges {
  readonly shown: readonly ObjectChange[];
  readonly noisy: readonly ObjectChange[];
}

/** A chart's version label changes in every object: those say it once. */
export function sortChanges({ changes }: ManifestDiff): SortedChanges {
  return {
    shown: changes.filter((each) => !isNoisy(each)),
    noisy: changes.filter(isNoisy),
  };
}

function isNoisy({ change, risks, fields }: ObjectChange): boolean {
  return change === "changed" && risks.length === 0 && fields.every((field) => field.isNoise);
}

/** `2 objects changed, 1 renamed, 0 added, 0 removed, 77 the same`. */
export function countChanges(diff: ManifestDiff): string {
  const count = (change: ObjectChange["change"]): number =>
    diff.changes.filter((each) => each.change === change).length;
  const changed = count("changed");
  const renamed = count("renamed");
  return [
    `${counted(changed, "object")} changed`,
    ...(renamed > 0 ? [`${renamed} renamed`] : []),
    `${count("added")} added`,
    `${count("removed")} removed`,
    `${diff.same} the same`,
  ].join(", ");
}

/** `4 objects: only chart labels and checksums`. */
export function countNoise(noisy: readonly ObjectChange[]): string {
  return `${counted(noisy.length, "object")}: only chart labels and checksums`;
}
