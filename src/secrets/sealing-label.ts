import type { SealingScope } from "../model/secret-declarations.ts";

/** Where a Secret is: what a sealed value is bound to. */
export interface SealingTarget {
  readonly scope: SealingScope;
  readonly namespace: string;
  readonly name: string;
}

const namespaceWide = "sealedsecrets.bitnami.com/namespace-wide";
const clusterWide = "sealedsecrets.bitnami.com/cluster-wide";

const labels: Readonly<Record<SealingScope, (target: SealingTarget) => string>> = {
  strict: ({ namespace, name }) => `${namespace}/${name}`,
  "namespace-wide": ({ namespace }) => namespace,
  "cluster-wide": () => "",
};

const annotations: Readonly<Record<SealingScope, Readonly<Record<string, string>>>> = {
  strict: {},
  "namespace-wide": { [namespaceWide]: "true" },
  "cluster-wide": { [clusterWide]: "true" },
};

/**
 * The OAEP label that the controller expects: a value opens under no other.
 * @see https://github.com/bitnami/sealed-secrets/blob/main/docs/developer/crypto.md
 */
export function sealingLabel(target: SealingTarget): string {
  return labels[target.scope](target);
}

/** The annotations that tell the controller the scope; none for the strict one. */
export function scopeAnnotations(scope: SealingScope): Readonly<Record<string, string>> {
  return annotations[scope];
}

/** The scope that the controller reads out of a SealedSecret's annotations: only the text "true" counts. */
export function annotatedScope(found: Readonly<Record<string, unknown>>): SealingScope {
  if (found[clusterWide] === "true") return "cluster-wide";
  return found[namespaceWide] === "true" ? "namespace-wide" : "strict";
}
