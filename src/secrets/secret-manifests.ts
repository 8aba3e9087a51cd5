import type { Finding } from "../model/finding.ts";
import type { ValueMap } from "../model/value.ts";
import { controllerFindings } from "./controller-findings.ts";
import { doubleFindings, externalFindings, undeclaredFindings } from "./declaration-findings.ts";
import { environmentSecrets, type EnvironmentSecret } from "./declared-secrets.ts";
import { externalSecret } from "./external-secret.ts";
import { readSealed, type SealedFile } from "./read-sealed.ts";
import { releaseSizeFindings } from "./release-size.ts";
import { sealedFindings } from "./sealed-findings.ts";
import type { SecretManifestRequest } from "./secret-request.ts";
import { storeManifests } from "./store-manifests.ts";
import { waves, withWave } from "./sync-waves.ts";

/** A Secret that is there without us, with the keys that it is said to hold. */
export interface ExistingSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

export interface SecretManifests {
  /** In the order in which Argo CD applies them; no value in them is readable. */
  readonly manifests: readonly ValueMap[];
  readonly existing: readonly ExistingSecret[];
  readonly findings: readonly Finding[];
}

const newestKnownVersion = "2.9.0";

/** The manifests that bring an environment's Secrets, and what keeps them from being whole. */
export function secretManifests(request: SecretManifestRequest): SecretManifests {
  const secrets = environmentSecrets(request.declarations, request.environment);
  const files = new Map(
    request.sealed.flatMap((layer) => {
      const sealed = readSealed(layer);
      return sealed === undefined ? [] : [[sealed.name, sealed] as const];
    }),
  );
  const by = (provider: string): readonly EnvironmentSecret[] =>
    secrets.filter((secret) => secret.provider === provider);
  const manifests = [
    ...external(by("external-secrets"), request),
    ...by("sealed-secrets").flatMap(({ name }) => sealedManifest(files.get(name))),
  ];
  return {
    manifests,
    existing: by("existing").map(({ name, keys }) => ({ name, keys: [...keys.keys()] })),
    findings: [
      ...externalFindings(by("external-secrets"), request),
      ...by("sealed-secrets").flatMap((secret) =>
        sealedFindings(secret, files.get(secret.name), request),
      ),
      ...(by("sealed-secrets").length === 0 ? [] : controllerFindings(request)),
      ...doubleFindings(request.sealed, request.environment),
      ...undeclaredFindings(by("sealed-secrets"), request),
      ...(request.deploy === "argocd" ? [] : releaseSizeFindings(manifests, request.environment)),
    ],
  };
}

function external(
  secrets: readonly EnvironmentSecret[],
  request: SecretManifestRequest,
): readonly ValueMap[] {
  if (secrets.length === 0) return [];
  const { environment, namespace, externalSecretsVersion = newestKnownVersion } = request;
  const { store = {} } = request.declarations;
  const place = { environment, namespace, operatorVersion: externalSecretsVersion, store };
  return [
    ...storeManifests(request.declarations, place),
    ...secrets.map((secret) => externalSecret(secret, place)),
  ];
}

function sealedManifest(sealed: SealedFile | undefined): readonly ValueMap[] {
  return sealed === undefined ? [] : [withWave(sealed.manifest, waves.secret)];
}
