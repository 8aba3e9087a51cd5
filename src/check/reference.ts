import type { Manifest } from "../model/manifest.ts";

/** One object that a rendered object names, with the keys it wants of it. */
export interface Reference {
  readonly from: Manifest;
  /** Where the name stands. */
  readonly pointer: string;
  /** `group/Kind`; nothing stands before the slash for the core API. */
  readonly type: string;
  /** Left out for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
  readonly keys: readonly { readonly key: string; readonly pointer: string }[];
  /** Kubernetes starts the pod without it. */
  readonly isOptional: boolean;
}
