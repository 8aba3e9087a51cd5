import type { Value, ValueMap } from "./value.ts";

/** One YAML file that people write, as it was read. */
export interface Layer {
  /** Path relative to the repository's root: what findings and origins name. */
  readonly file: string;
  readonly text: string;
}

/** One layer that spoke about a key: where, and what it said. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where its key is written; list elements and the root have none. */
  readonly key?: { readonly line: number; readonly column: number };
  readonly value: Value;
}

/** Layers merged into one map, every leaf still knowing where it came from. */
export interface ResolvedValues {
  readonly values: ValueMap;
  /** By JSON Pointer of each node: the layer that won first, then those it overrode, newest first. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
}
