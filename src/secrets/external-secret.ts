import type { DataFrom, FindSecrets, KeySource, Store } from "../model/secret-declarations.ts";
import type { ValueMap } from "../model/value.ts";
import { remoteName, type EnvironmentSecret } from "./declared-secrets.ts";
import { goDuration } from "./go-duration.ts";
import { isAtLeast } from "./operator-version.ts";
import { secretMetadata } from "./secret-metadata.ts";
import { storeReference, type StorePlace } from "./store-manifests.ts";
import { waves, withWave } from "./sync-waves.ts";

export interface ExternalSecretRequest extends StorePlace {
  readonly environment: string;
  readonly store: Store;
}

/**
 * The ExternalSecret of one declared Secret, with every default that this operator's CRD fills in
 * spelled out, so that Argo CD has nothing to compare.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecret(
  secret: EnvironmentSecret,
  request: ExternalSecretRequest,
): ValueMap {
  const { name } = secret;
  const data = remoteData(secret, request.operatorVersion);
  const dataFrom = (secret.declared.dataFrom ?? []).map((source) => bulkSource(source, request));
  const { kind, name: storeName } = storeReference(request.store);
  const manifest: ValueMap = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace: request.namespace },
    spec: {
      refreshPolicy: "Periodic",
      refreshInterval: goDuration(secret.refresh),
      secretStoreRef: { kind, name: storeName },
      target: {
        name,
        creationPolicy: "Owner",
        deletionPolicy: "Retain",
        ...(secret.declared.immutable === true ? { immutable: true } : {}),
        template: template(secret),
      },
      ...(data.length === 0 ? {} : { data }),
      ...(dataFrom.length === 0 ? {} : { dataFrom }),
    },
  };
  return withWave(manifest, waves.secret);
}

function remoteData(secret: EnvironmentSecret, operatorVersion: string): readonly ValueMap[] {
  return [...secret.keys].flatMap(([secretKey, source]) =>
    source.from === undefined
      ? []
      : [{ secretKey, remoteRef: remoteReference(source, operatorVersion) }],
  );
}

function remoteReference(source: KeySource, operatorVersion: string): ValueMap {
  return {
    ...strategies(operatorVersion),
    key: source.from ?? "",
    ...(source.property === undefined ? {} : { property: source.property }),
    ...(source.version === undefined ? {} : { version: source.version }),
    ...(source.decode === undefined || source.decode === "None"
      ? {}
      : { decodingStrategy: source.decode }),
  };
}

function bulkSource(source: DataFrom, request: ExternalSecretRequest): ValueMap {
  const { environment, operatorVersion } = request;
  if (source.find !== undefined) {
    return { find: search(source.find, request) };
  }
  if (source.generator !== undefined) {
    const { kind, name } = source.generator;
    const apiVersion = "generators.external-secrets.io/v1alpha1";
    return { sourceRef: { generatorRef: { apiVersion, kind, name } } };
  }
  const from = remoteName(source.from ?? "", environment);
  return { extract: remoteReference({ ...source, from }, operatorVersion) };
}

function search(
  find: FindSecrets,
  { environment, operatorVersion }: ExternalSecretRequest,
): ValueMap {
  const { metadataPolicy: _onlyOfOne, ...defaults } = strategies(operatorVersion);
  return {
    ...defaults,
    ...(find.path === undefined ? {} : { path: remoteName(find.path, environment) }),
    ...(find.name === undefined ? {} : { name: { regexp: remoteName(find.name, environment) } }),
    ...(find.tags === undefined ? {} : { tags: { ...find.tags } }),
  };
}

/** What the API server writes into a remote reference; it differs with the operator's release. */
function strategies(operatorVersion: string): ValueMap {
  if (isAtLeast(operatorVersion, "2.9")) return {};
  const always = {
    conversionStrategy: "Default",
    decodingStrategy: "None",
    metadataPolicy: "None",
  };
  const nullBytes = isAtLeast(operatorVersion, "2.3") && !isAtLeast(operatorVersion, "2.7");
  return nullBytes ? { ...always, nullBytePolicy: "Ignore" } : always;
}

/** Always there: without one, the operator copies Argo CD's tracking label to the Secret, which is then pruned. */
function template(secret: EnvironmentSecret): ValueMap {
  const data = templateData(secret);
  const isComposed = Object.keys(data).length > 0;
  const metadata = secretMetadata(secret);
  return {
    engineVersion: "v2",
    mergePolicy: isComposed ? "Merge" : "Replace",
    type: secret.type,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(isComposed ? { data } : {}),
  };
}

function templateData(secret: EnvironmentSecret): Readonly<Record<string, string>> {
  const literals = [...secret.keys].flatMap(([key, source]) =>
    source.from === undefined && source.value !== undefined
      ? [[key, literal(source.value)] as const]
      : [],
  );
  return { ...Object.fromEntries(literals), ...secret.declared.template };
}

/** Text that a Go template prints as it is. */
function literal(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}
