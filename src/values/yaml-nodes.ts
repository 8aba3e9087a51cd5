import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";

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
export function isMergeKey(pair: Pair): pair is Pair<Scalar> {
  return isScalar(pair.key) && pair.key.type === "PLAIN" && pair.key.source === "<<";
}
