import type { Finding } from "../../../model/finding.ts";
import type { Checks } from "../../../model/keelson-config.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { searchSecretFetches, type SourceFile } from "../../../render/search-sources.ts";

type Exceptions = Required<Checks>["exceptions"];

export interface Refusal {
  readonly environment: string;
  readonly exceptions: Exceptions;
  readonly found: readonly Finding[];
}

/**
 * Stop before Helmfile runs when the sources would put secrets into the render, unless an exception in
 * keelson.yaml allows it with a reason: one without an object, since a source is none. Gives what was allowed.
 * @throws RENDER_REFUSED with a finding for each line
 */
export function refuseFetches(
  environment: string,
  states: readonly SourceFile[],
  exceptions: Exceptions,
): readonly Finding[] {
  return refuseFound({ environment, exceptions, found: searchSecretFetches(states) });
}

/**
 * Stop because of what was found, unless it is allowed. Gives what was allowed.
 * @throws RENDER_REFUSED
 */
export function refuseFound({ environment, exceptions, found }: Refusal): readonly Finding[] {
  const allowed = new Set(
    exceptions
      .filter((each) => each.object === undefined)
      .filter((each) => each.environments?.includes(environment) ?? true)
      .map((each) => each.code),
  );
  const findings = found.filter((finding) => !allowed.has(finding.code));
  if (findings.length === 0) return found;
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
