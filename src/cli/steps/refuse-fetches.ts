import type { Checks } from "../../model/keelson-config.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { searchSecretFetches, type SourceFile } from "../../render/search-sources.ts";

/**
 * Stop before Helmfile runs when the sources would put secrets into the render, unless an exception in
 * keelson.yaml allows it with a reason.
 * @throws RENDER_REFUSED with a finding for each line
 */
export function refuseFetches(
  environment: string,
  states: readonly SourceFile[],
  exceptions: Required<Checks>["exceptions"],
): void {
  const allowed = new Set(
    exceptions
      .filter((each) => each.environments?.includes(environment) ?? true)
      .map((each) => each.code),
  );
  const findings = searchSecretFetches(states).filter((finding) => !allowed.has(finding.code));
  if (findings.length === 0) return;
  throw new KeelsonError(
    `${environment} is not rendered: its sources fetch secrets or run programs`,
    {
      code: "RENDER_REFUSED",
      fault: "input",
      fix: "mend the lines named above, or allow the code under checks.exceptions with a reason",
      findings,
    },
  );
}
