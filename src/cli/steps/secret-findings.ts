import type { Finding } from "../../model/finding.ts";
import type { Manifest } from "../../model/manifest.ts";
import { checkSealed } from "../../secrets/check-sealed.ts";
import { findPlaintext } from "../../secrets/find-plaintext.ts";
import type { Settings } from "../settings.ts";

/** Everything about secrets that a render of one environment tells without a cluster and without a key. */
export function secretFindings(
  manifests: readonly Manifest[],
  settings: Settings,
  environment: string,
): readonly Finding[] {
  const trustedKeys = settings.environments[environment]?.trustedSealingKeys ?? [];
  return [
    ...findPlaintext(manifests, settings.checks.plaintext),
    ...checkSealed(manifests, { environment, trustedKeys }),
  ];
}
