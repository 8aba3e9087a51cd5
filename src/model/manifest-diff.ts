import type { ObjectIdentity } from "./manifest.ts";
import type { Value } from "./value.ts";

/** One field that differs. Values of secrets are hidden: what stands here may be shown to anyone. */
export interface FieldChange {
  /** As people read it: `spec.template.spec.containers[web].image`. */
  readonly path: string;
  /** Left out: the field was not there. */
  readonly before?: Value;
  /** Left out: the field is no longer there. */
  readonly after?: Value;
  /** The differing lines of a long text, in their order; `before` and `after` are then left out. */
  readonly lines?: readonly TextLine[];
  /** A chart version or checksum that changes with every release. */
  readonly isNoise?: true;
}

export interface TextLine {
  readonly mark: "+" | "-" | " ";
  readonly text: string;
}

/** Why a change deserves a second look. */
export interface Risk {
  /** Stable: `IMMUTABLE`, `RESTART`, `DATA_REMOVED` … */
  readonly code: string;
  readonly level: "danger" | "note";
  readonly says: string;
}

export interface ObjectChange {
  readonly change: "added" | "removed" | "changed" | "renamed";
  readonly identity: ObjectIdentity;
  /** What it was called before it was renamed. */
  readonly previous?: ObjectIdentity;
  readonly release: string;
  readonly template?: string;
  /** Empty for what was added or removed. */
  readonly fields: readonly FieldChange[];
  readonly risks: readonly Risk[];
}

/** What changes between two renders of one environment. */
export interface ManifestDiff {
  readonly changes: readonly ObjectChange[];
  /** How many objects are the same. */
  readonly same: number;
}
