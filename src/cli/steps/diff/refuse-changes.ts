import { KeelsonError } from "../../../model/keelson-error.ts";
import type { EnvironmentDiff } from "../../../report/diff-markdown.ts";

/** @throws DIFF_FOUND something changes, where a caller asked to be told by the exit code */
export function refuseChanges(diffs: readonly EnvironmentDiff[]): void {
  const changed = diffs.filter(({ diff }) => diff.changes.length > 0);
  if (changed.length === 0) return;
  const names = changed.map(({ environment }) => environment).join(", ");
  throw new KeelsonError(`there are changes in ${names}`, {
    code: "DIFF_FOUND",
    fault: "check",
    fix: "look at them above; leave --exit-code out to only see them",
  });
}
