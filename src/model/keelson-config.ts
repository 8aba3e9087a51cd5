// Generated from schemas/keelson.json. Do not edit.

/**
 * keelson.yaml: what Keelson cannot find out by itself. Every key at the top may be left out.
 */
export interface KeelsonConfig {
  /**
   * Value sets, each merged from layers into one file. With none, Keelson leaves values alone.
   */
  values?: ValueSet[];
  secrets?: Secrets;
  render?: Render;
  /**
   * The environments there are, by the name that helmfile -e takes.
   */
  environments?: {
    [k: string]: Environment;
  };
  gitops?: Gitops;
  checks?: Checks;
}
/**
 * One value set.
 */
export interface ValueSet {
  /**
   * Names the set where there are several.
   */
  name?: string;
  /**
   * Files from the lowest to the one that has the last word. {environment} and own axes are filled in; a layer with an unknown axis is an error, and so is a missing file.
   *
   * @minItems 1
   */
  layers: string[];
  /**
   * Own axes such as {region}: by environment, or one value for all.
   */
  axes?: {
    [k: string]:
      | string
      | {
          [k: string]: string;
        };
  };
  /**
   * JSON Schema 2020-12 that the merged values must meet.
   */
  schema?: string;
  /**
   * The file that Helmfile reads: .build/{environment}/values.yaml.
   */
  output: string;
  /**
   * TypeScript types generated from the schema, kept up to date by `keelson types`.
   */
  types?: string;
}
/**
 * Declarations of secrets. Left out: Keelson makes none.
 */
export interface Secrets {
  /**
   * Files from the lowest to the one that has the last word; {environment} is filled in.
   *
   * @minItems 1
   */
  layers: string[];
  /**
   * Where the manifests go for the chart that prints them.
   */
  output: string;
  /**
   * Folder of the sealed values, committed.
   */
  sealed?: string;
  /**
   * Key of the first value set where the digest of each sealed Secret goes, such as global.secretDigests, so that a chart can restart what uses it. Left out: nowhere.
   */
  digests?: string;
  /**
   * The controller's certificate that values are sealed with.
   */
  certificate?: string;
}
/**
 * How Helmfile is run and what becomes of its output.
 */
export interface Render {
  /**
   * The state file.
   */
  helmfile?: string;
  /**
   * Helm hooks in the output: keep (Argo CD reads them), argocd (turned into its own annotations), drop.
   */
  hooks?: "keep" | "argocd" | "drop";
  /**
   * Kinds that have no namespace and whose definition is not in the render, as Kind.group.
   */
  clusterScoped?: string[];
  /**
   * Names of environment variables that templates may read besides those that programs need to run. Never those of credentials.
   */
  variables?: string[];
  /**
   * How long Helmfile may take for one environment.
   */
  timeoutSeconds?: number;
}
/**
 * One environment.
 */
export interface Environment {
  /**
   * The namespace that secrets are made for.
   */
  namespace?: string;
  /**
   * The one cluster that this environment may be applied to. Missing: applying is refused. `any`: no guard.
   */
  cluster?:
    | "any"
    | {
        /**
         * Address of the API server, as `kubectl cluster-info` prints it.
         */
        server: string;
        /**
         * SHA-256 of the cluster's CA certificate (DER), hex.
         */
        caSha256?: string;
      };
  /**
   * Kubernetes version of the cluster, for checks.
   */
  kubernetes?: string;
  /**
   * Versions of the operators that must be in the cluster, by product.
   */
  operators?: {
    [k: string]: string;
  };
  /**
   * Who owns the objects. The other way is then refused. Unset: both work.
   */
  deploy?: "helmfile" | "argocd";
  /**
   * Commit to the branch, or propose the change by a pull request.
   */
  publish?: "direct" | "pull-request";
  /**
   * Why nothing is published at the moment.
   */
  frozen?: string;
  /**
   * Pins the environment to one source commit, full SHA.
   */
  source?: string;
  /**
   * Fingerprints of the sealing keys that values may be sealed with, as the controller logs them.
   */
  trustedSealingKeys?: string[];
}
/**
 * Where environments are published.
 */
export interface Gitops {
  /**
   * The repository that Argo CD reads: URL, name of a Git remote, or a path. A path below .build/ is made when missing.
   */
  remote?: string;
  /**
   * Branch of an environment.
   */
  branch?: string;
  /**
   * Folder inside the branch. Left out: its root.
   */
  path?: string;
  /**
   * Paths on the branch that Keelson leaves alone, as globs.
   */
  preserve?: string[];
  /**
   * Most objects of a branch, in percent, that one publish may remove.
   */
  maxPrunePercent?: number;
}
/**
 * What the check takes as given.
 */
export interface Checks {
  /**
   * What manifests may name although it is not in the render.
   *
   * Items: One thing outside: give `host` or `object`.
   */
  externals?: {
    /**
     * Host outside; * stands for one label.
     */
    host?: string;
    /**
     * Its port. Left out: any.
     */
    port?: number;
    /**
     * Object outside, as `Kind name` or `Kind namespace/name`.
     */
    object?: string;
    /**
     * Keys that a Secret or ConfigMap outside holds. Left out: any.
     */
    keys?: string[];
    /**
     * Where it holds. Left out: in all.
     */
    environments?: string[];
    /**
     * Why it is outside.
     */
    reason: string;
  }[];
  /**
   * Findings that are accepted. One that matches nothing any more is itself a finding.
   *
   * Items: One exception.
   */
  exceptions?: {
    /**
     * The finding's code.
     */
    code: string;
    /**
     * `Kind name`, `Kind namespace/name`; * stands for any part.
     */
    object?: string;
    /**
     * Where it holds. Left out: in all.
     */
    environments?: string[];
    /**
     * Why it is accepted.
     */
    reason: string;
  }[];
  /**
   * What to do with plaintext Secrets of charts one does not own.
   *
   * Items: One Secret.
   */
  plaintext?: {
    /**
     * `Secret name` or `Secret namespace/name`.
     */
    object: string;
    /**
     * seal: a declared Secret takes its place; drop: it is left out; allow: it stays.
     */
    action: "seal" | "drop" | "allow";
    /**
     * Why that is right.
     */
    reason: string;
  }[];
}
