import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from "yaml";
import type { LayerNode, Position } from "./layer-node.ts";

/** A node of a parsed document; nothing where a value or key is left out. */
export type YamlNode = Node | null | undefined;

/** The node of a pair or list, which the parser leaves untyped. */
export function toNode(found: unknown): YamlNode {
  return isScalar(found) || isMap(found) || isSeq(found) || isAlias(found) ? found : null;
}

/** Whether a node has a tag other than that of text. */
export function hasForeignTag(node: YamlNode): boolean {
  if (node === null || node === undefined || isAlias(node) || node.tag === undefined) return false;
  return node.tag !== "tag:yaml.org,2002:str" && node.tag !== "!";
}

/** Whether a pair is a merge, `<<` without quotes. */
export function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<" && key.tag === undefined;
}

/** Whether a block of text runs to the end of a layer that has no line end there. */
export function endsOpen(node: Scalar, text: string): boolean {
  if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return false;
  const isLast = (node.range?.[2] ?? 0) >= text.length;
  return isLast && !/[\r\n]$/u.test(text) && String(node.value).endsWith("\n");
}

/** The entries of a map that is being read. */
export interface MapSoFar {
  readonly entries: Map<string, LayerNode>;
  /** Keys that only a merge has set so far. */
  readonly merged: Set<string>;
}

/** A parsed document, and how its offsets become positions. */
export interface NodeSource {
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly positionAt: (offset: number) => Position;
}
