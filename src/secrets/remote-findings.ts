import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { RemoteState } from "../model/remote-secret.ts";

/** Why a remote secret gives no value, each reason with its own code; never a value. */
export function remoteFinding(
  id: string,
  state: Exclude<RemoteState, { readonly kind: "there" }>,
  at: Place,
): Finding {
  switch (state.kind) {
    case "missing":
      return wrong(at, "SECRET_REMOTE_MISSING", {
        says: `${id} does not exist in AWS Secrets Manager`,
        fix: "see that name, region and account are right, or make it there",
      });
    case "deleted":
      return wrong(at, "SECRET_REMOTE_DELETED", {
        says: `${id} is scheduled for deletion${state.on === undefined ? "" : ` since ${state.on.toISOString()}`}`,
        fix: `aws secretsmanager restore-secret --secret-id ${id}, or name another`,
      });
    case "forbidden":
      return wrong(at, "SECRET_REMOTE_FORBIDDEN", {
        says: `${id} may not be looked at with these credentials (${state.says})`,
        fix: "log in as a role that may, or allow it secretsmanager:DescribeSecret and, for values, GetSecretValue and kms:Decrypt",
      });
    case "unreachable":
      return wrong(at, "SECRET_REMOTE_UNREACHABLE", {
        says: `AWS Secrets Manager gave no answer about ${id} (${state.says})`,
        fix: "see that region, endpoint and network are right, then run it again",
      });
    default:
      return state satisfies never;
  }
}

/** A stage or version that a remote secret does not have. */
export function versionFinding(id: string, version: string, at: Place): Finding {
  return wrong(at, "SECRET_REMOTE_VERSION", {
    says: `${id} has no version at ${version}`,
    fix: "name a stage that it has, such as AWSCURRENT, or uuid/ and a version id",
  });
}

export function wrong(
  at: Place,
  code: string,
  why: { readonly says: string; readonly fix: string },
): Finding {
  return { code, level: "error", at, ...why };
}
