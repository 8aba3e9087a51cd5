import type { Finding } from "../../../model/finding.ts";
import type { Manifest } from "../../../model/manifest.ts";
import { checkSealed } from "../../../secrets/check-sealed.ts";
import { findPlaintext } from "../../../secrets/find-plaintext.ts";
import type { Settings } from "../../settings.ts";

/** Everything about secrets that a render of one environment tells without a cluster and without a key. */
export function secretFindings(
  manifests: readonly Manifest[],
  settings: Settings,
  environment: string,
): readonly Finding[] {
  const trustedKeys = trustedKeysOf(settings, environment);
  return [
    ...findPlaintext(manifests, settings.checks.plaintext),
    ...checkSealed(manifests, { environment, trustedKeys }),
  ];
}

/** Two rooms look for plain text; what both have found in one place is said once. */
export function onePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const places = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, at, says } = finding;
    const place = JSON.stringify([code, at, says]);
    if (!places.has(place)) places.set(place, finding);
  }
  return [...places.values()];
}

/** Without an environment, the keys of any. */
function trustedKeysOf({ environments }: Settings, environment: string): readonly string[] {
  const named = environment === "" ? Object.values(environments) : [environments[environment]];
  return named.flatMap((one) => one?.trustedSealingKeys ?? []);
}
