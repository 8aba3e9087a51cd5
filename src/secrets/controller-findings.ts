import type { Finding } from "../model/finding.ts";
import { isAtLeast } from "./operator-version.ts";
import type { SecretManifestRequest } from "./secret-request.ts";

/** The first release in which neither verify nor rotate can be asked to leak what is sealed. */
const firstSafe = "0.40";

/**
 * A warning about a controller of an old release: whoever reaches its `/v1/verify` or `/v1/rotate` can have
 * sealed values told bit by bit.
 * @see https://github.com/bitnami/sealed-secrets/pull/2019 and https://github.com/bitnami/sealed-secrets/pull/2049
 */
export function controllerFindings({
  environment,
  sealedSecretsVersion,
}: SecretManifestRequest): readonly Finding[] {
  if (sealedSecretsVersion === undefined || isAtLeast(sealedSecretsVersion, firstSafe)) return [];
  return [
    {
      code: "SECRET_CONTROLLER_OLD",
      level: "warning",
      at: {
        file: "keelson.yaml",
        pointer: `/environments/${environment}/operators/sealed-secrets`,
      },
      says: `the Sealed Secrets controller ${sealedSecretsVersion} of ${environment} can be made to tell what is sealed to whoever reaches it`,
      fix: `update it to ${firstSafe} or later, and close its port to other pods until then`,
    },
  ];
}
