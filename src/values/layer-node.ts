import type { Value } from "../model/value.ts";

/** A position in a layer; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One node of a layer, with where it is written and, below a key, where that key is. */
export interface LayerNode {
  readonly file: string;
  readonly at: Position;
  readonly key?: Position;
  readonly value: Value;
  /** Children by key where the node is a map. */
  readonly entries?: ReadonlyMap<string, LayerNode>;
  /** Children in order where the node is a list. */
  readonly items?: readonly LayerNode[];
}
