import type { Value } from "./value.ts";

/** One layer's say about a key. */
export interface ExplainedLayer {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Masked where the schema marks the key as secret. */
  readonly value: Value;
  /** The layer is the values.yaml of a chart. */
  readonly isChartDefault: boolean;
  /** The key above that this layer set as a whole, so that the one asked for went with it: `redpanda`. */
  readonly above?: string;
}

/** Where a key's value comes from: the layer that won first, then those below it. */
export interface Explanation {
  /** The key as people write it. */
  readonly path: string;
  readonly layers: readonly ExplainedLayer[];
  /** What the schema says about it, in words; left out where there is no schema for it. */
  readonly schema?: string;
  /** Objects that a change of the key would touch; left out where it was not asked. */
  readonly usedBy?: readonly string[] | "unknown";
}
