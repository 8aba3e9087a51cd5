import type { ValueMap } from "./value.ts";

/** What the API server tells objects apart by. The group is empty for the core API. */
export interface ObjectIdentity {
  readonly group: string;
  readonly kind: string;
  /** Left out for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** One rendered Kubernetes object. */
export interface Manifest {
  readonly identity: ObjectIdentity;
  /** The Helmfile release that rendered it. */
  readonly release: string;
  /** The chart's template it came from, as Helm names it: `data-platform/templates/x.yaml`. */
  readonly template?: string;
  /** The whole object, `metadata.namespace` stamped where its kind has one. */
  readonly body: ValueMap;
}
