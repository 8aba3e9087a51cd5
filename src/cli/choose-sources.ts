import type { Environment } from "../model/keelson-config.ts";
import { KeelsonError } from "../model/keelson-error.ts";

/** Which source an environment is rendered from. */
export interface ChosenSource {
  readonly environment: string;
  /** Left out: what is in the work tree. */
  readonly sha?: string;
}

export interface SourceChoice {
  readonly environments: readonly string[];
  /** The command line named the environments, so a frozen one is not passed over in silence. */
  readonly isNamed: boolean;
  /** What `--source` says. */
  readonly sha?: string;
}

export interface SourceChoices {
  readonly chosen: readonly ChosenSource[];
  /** Environments that are left out, each with the reason that keelson.yaml gives. */
  readonly frozen: readonly { readonly environment: string; readonly reason: string }[];
}

/**
 * Choose the source of each environment: the one that is named, the one that it is pinned to, or the work tree.
 * @throws PUBLISH_FROZEN an environment that was named is frozen
 * @throws PUBLISH_PINNED another source is named than the one it is pinned to
 */
export function chooseSources(
  environments: Readonly<Record<string, Environment>>,
  choice: SourceChoice,
): SourceChoices {
  const chosen: ChosenSource[] = [];
  const frozen: { environment: string; reason: string }[] = [];
  for (const environment of choice.environments) {
    const { frozen: reason, source } = environments[environment] ?? {};
    if (reason !== undefined) {
      if (choice.isNamed) throw frozenError(environment, reason);
      frozen.push({ environment, reason });
      continue;
    }
    const sha = pinnedSource(environment, source, choice.sha);
    chosen.push(sha === undefined ? { environment } : { environment, sha });
  }
  return { chosen, frozen };
}

function pinnedSource(
  environment: string,
  pinned: string | undefined,
  named: string | undefined,
): string | undefined {
  if (pinned === undefined || named === undefined || pinned.startsWith(named))
    return pinned ?? named;
  throw new KeelsonError(`${environment} is pinned to the source ${pinned.slice(0, 7)}`, {
    code: "PUBLISH_PINNED",
    fault: "input",
    at: { file: "keelson.yaml", pointer: `/environments/${environment}/source` },
    fix: "change environments.<name>.source in keelson.yaml",
  });
}

function frozenError(environment: string, reason: string): KeelsonError {
  return new KeelsonError(`${environment} is frozen: ${reason}`, {
    code: "PUBLISH_FROZEN",
    fault: "input",
    at: { file: "keelson.yaml", pointer: `/environments/${environment}/frozen` },
    fix: "take `frozen` out of keelson.yaml when the reason is gone",
  });
}
