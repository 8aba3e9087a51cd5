import { asMap, type ValueMap } from "../model/value.ts";
import type { EnvironmentSecret } from "./declared-secrets.ts";
import { formatRecords, recordAnnotation, type SealedRecords } from "./sealed-record.ts";
import { scopeAnnotations } from "./sealing-label.ts";

export interface SealedSecretRequest {
  readonly secret: EnvironmentSecret;
  readonly namespace: string;
  /** Sealed texts by key. */
  readonly encryptedData: ReadonlyMap<string, string>;
  readonly records: SealedRecords;
}

/** The SealedSecret that kubeseal would write for the declared Secret, field by field, and our records. */
export function sealedSecret(request: SealedSecretRequest): ValueMap {
  const { secret, namespace } = request;
  const annotations = {
    [recordAnnotation]: formatRecords(request.records),
    ...scopeAnnotations(secret.scope),
  };
  return {
    apiVersion: "bitnami.com/v1alpha1",
    kind: "SealedSecret",
    metadata: { annotations, name: secret.name, namespace },
    spec: {
      encryptedData: sorted(Object.fromEntries(request.encryptedData)),
      template: sealedTemplate(secret, namespace),
    },
  };
}

/** `spec.template`: the Secret without its sealed values. */
export function sealedTemplate(secret: EnvironmentSecret, namespace: string): ValueMap {
  const { labels, annotations, immutable, template } = secret.declared;
  const allAnnotations = { ...annotations, ...scopeAnnotations(secret.scope) };
  const hasAnnotations = Object.keys(allAnnotations).length > 0;
  return {
    ...(template === undefined ? {} : { data: template }),
    ...(immutable === undefined ? {} : { immutable }),
    metadata: {
      ...(hasAnnotations ? { annotations: sorted(allAnnotations) } : {}),
      ...(labels === undefined ? {} : { labels: sorted(labels) }),
      name: secret.name,
      namespace,
    },
    type: secret.type,
  };
}

/** `spec.encryptedData` of a SealedSecret: sealed texts by key. */
export function encryptedData(manifest: ValueMap): ReadonlyMap<string, string> {
  const entries = Object.entries(asMap(asMap(manifest["spec"])["encryptedData"]));
  return new Map(
    entries.flatMap(([key, text]) => (typeof text === "string" ? [[key, text] as const] : [])),
  );
}

function sorted(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
