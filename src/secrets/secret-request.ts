import type { Layer, Origin } from "../model/layer.ts";
import type { SecretDeclarations } from "../model/secret-declarations.ts";

/** All that the secret manifests of one environment are made from. */
export interface SecretManifestRequest {
  readonly environment: string;
  readonly namespace: string;
  /** The merged layers, past their schema. */
  readonly declarations: SecretDeclarations;
  /** Of the merged layers: where findings point to. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** The folder of sealed values: path and text of each YAML file in it. */
  readonly sealed: readonly Layer[];
  /** Version of the External Secrets Operator. Left out: the newest that Keelson knows. */
  readonly externalSecretsVersion?: string;
  /** Version of the Sealed Secrets controller, where keelson.yaml names it. */
  readonly sealedSecretsVersion?: string;
  /** Who applies them. Unless it is Argo CD alone, Helm must be able to keep them in one release. */
  readonly deploy?: "helmfile" | "argocd";
}
