import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Finding } from "../model/finding.ts";
import { pointerTo } from "../model/json-pointer.ts";
import { maxDepth } from "../model/value.ts";
import type { LayerNode, Position } from "./layer-node.ts";
import { readKey } from "./read-key.ts";
import { readScalar } from "./read-scalar.ts";
import {
  endsOpen,
  hasForeignTag,
  isMergeKey,
  toNode,
  type MapSoFar,
  type NodeSource,
  type YamlNode,
} from "./yaml-nodes.ts";
import { openEnd, tightColon, type YamlTrap } from "./yaml-traps.ts";

const maxAliasNodes = 20_000;

/** Where a node stands: its key, how deep, and whether an alias led to it. */
interface Standing {
  readonly pointer: string;
  readonly key?: Position;
  readonly depth: number;
  readonly viaAlias: boolean;
}

/** Turn a document into layer nodes, following aliases and merge keys as Helm does. */
export function readNodes(source: NodeSource): { root?: LayerNode; findings: readonly Finding[] } {
  const contents = source.document.contents;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { findings: [] };
  const reader = new NodeReader(source);
  if (!isMap(contents)) {
    reader.add("VALUES_SHAPE", contents, [
      "a layer must be a map of keys",
      "write `key: value` at the top",
    ]);
    return { findings: reader.findings };
  }
  const root = reader.read(contents, { pointer: "", depth: 0, viaAlias: false });
  return { root, findings: reader.findings };
}

const notMergeable = [
  "`<<` merges maps, and this is none",
  "name an anchor of a map, or a list of them",
] as const;

class NodeReader {
  readonly findings: Finding[] = [];
  readonly #source: NodeSource;
  #aliasNodes = 0;
  /** The alias in the text that led to where the reader is. */
  #outermost: Alias | undefined;
  #hasOverflown = false;

  constructor(source: NodeSource) {
    this.#source = source;
  }

  add(code: string, node: YamlNode, [says, fix]: readonly [string, string]): void {
    const at = { file: this.#source.file, ...this.#at(node) };
    this.findings.push({ code, level: "error", at, says, fix });
  }

  /** What quotes a value says which one, so that it can be concealed where it is secret. */
  #addTrap(node: YamlNode, pointer: string, { says, fix }: YamlTrap): void {
    const at = { file: this.#source.file, ...this.#at(node), pointer };
    this.findings.push({ code: "VALUES_YAML_TRAP", level: "error", at, says, fix });
  }

  read(node: YamlNode, standing: Standing): LayerNode {
    if (this.#isBeyondBounds(node, standing)) return this.#leaf(node, standing, null);
    if (isAlias(node)) return this.#readAlias(node, standing);
    if (hasForeignTag(node)) {
      const says = `the tag \`${node?.tag ?? ""}\` is not read the same by all readers`;
      this.add("VALUES_YAML_TAG", node, [says, "write the plain value, quoted if it is text"]);
    }
    if (isMap(node)) return this.#readMap(node, standing);
    if (isSeq(node)) return this.#readList(node, standing);
    return this.#readScalar(node, standing);
  }

  #isBeyondBounds(node: YamlNode, { depth, viaAlias }: Standing): boolean {
    if (viaAlias) this.#aliasNodes += 1;
    const isBomb = this.#aliasNodes > maxAliasNodes || (viaAlias && depth > maxDepth);
    if (!isBomb && depth <= maxDepth) return false;
    if (!this.#hasOverflown) this.#addOverflow(isBomb, node);
    this.#hasOverflown = true;
    return true;
  }

  #addOverflow(isBomb: boolean, node: YamlNode): void {
    if (isBomb) {
      this.add("VALUES_ALIAS_BOMB", this.#outermost, [
        "aliases expand to more than 20,000 nodes, or contain themselves",
        "write the values out where they are few, or use fewer aliases",
      ]);
    } else {
      this.add("VALUES_TOO_DEEP", node, ["maps and lists nest more than 200 deep", "nest less"]);
    }
  }

  #readAlias(alias: Alias, standing: Standing): LayerNode {
    if (!standing.viaAlias) this.#outermost = alias;
    const target = alias.resolve(this.#source.document);
    if (target === undefined) {
      const says = `\`*${alias.source}\` names an anchor that is not there`;
      this.add("VALUES_YAML", alias, [says, `put \`&${alias.source}\` before the value it means`]);
      return this.#leaf(alias, standing, null);
    }
    const read = this.read(target, { ...standing, viaAlias: true, depth: standing.depth + 1 });
    return { ...read, at: this.#at(alias) };
  }

  #readScalar(node: YamlNode, standing: Standing): LayerNode {
    if (!isScalar(node)) return this.#leaf(node, standing, null);
    const { value, trap } = readScalar(node);
    if (trap !== undefined) this.#addTrap(node, standing.pointer, trap);
    if (endsOpen(node, this.#source.text)) this.#addTrap(node, standing.pointer, openEnd);
    return this.#leaf(node, standing, value);
  }

  #readList(list: YAMLSeq, standing: Standing): LayerNode {
    const { depth, viaAlias } = standing;
    const items = list.items.map((item, index) => {
      const pointer = pointerTo(standing.pointer, index);
      return this.read(toNode(item), { pointer, depth: depth + 1, viaAlias });
    });
    return {
      ...this.#leaf(
        list,
        standing,
        items.map((item) => item.value),
      ),
      items,
    };
  }

  #readMap(map: YAMLMap, standing: Standing): LayerNode {
    const entries = new Map<string, LayerNode>();
    const merged = new Set<string>();
    let hasMerge = false;
    for (const pair of map.items) {
      if (!isMergeKey(pair)) {
        this.#readPair(pair, standing, { entries, merged });
        continue;
      }
      if (hasMerge) this.#addDuplicate(toNode(pair.key), "<<");
      hasMerge = true;
      this.#readMerge(pair, standing, { entries, merged });
    }
    const value = Object.fromEntries([...entries].map(([key, node]) => [key, node.value]));
    return { ...this.#leaf(map, standing, value), entries };
  }

  #readPair(pair: Pair, standing: Standing, { entries, merged }: MapSoFar): void {
    const keyNode = toNode(pair.key);
    const { key, trap } = readKey(keyNode);
    if (trap !== undefined)
      this.add(trap.code, keyNode ?? toNode(pair.value), [trap.says, trap.fix]);
    this.#findTightColon(keyNode, standing.pointer);
    if (key === undefined) return;
    if (entries.has(key) && !merged.has(key)) this.#addDuplicate(keyNode, key);
    merged.delete(key);
    const { depth, viaAlias } = standing;
    const pointer = pointerTo(standing.pointer, key);
    const place = { pointer, key: this.#at(keyNode), depth: depth + 1, viaAlias };
    entries.set(key, this.read(toNode(pair.value), place));
  }

  #findTightColon(key: YamlNode, pointer: string): void {
    const end = key?.range?.[1];
    if (end === undefined || !/^:[,[\]{}]/u.test(this.#source.text.slice(end, end + 2))) return;
    this.#addTrap(key, pointer, tightColon);
  }

  #addDuplicate(keyNode: YamlNode, key: string): void {
    this.add("VALUES_DUPLICATE_KEY", keyNode, [
      `\`${key}\` is set twice in this map, and Helm would take the last without a word`,
      "keep one of them",
    ]);
  }

  /** Earlier maps of a merge win over later ones; keys that are written out win over both. */
  #readMerge(pair: Pair, standing: Standing, { entries, merged }: MapSoFar): void {
    const value = toNode(pair.value);
    const { pointer, depth, viaAlias } = standing;
    const read = this.read(value, { pointer, depth: depth + 1, viaAlias });
    for (const from of read.items ?? [read]) {
      if (from.entries === undefined) this.add("VALUES_YAML", value, notMergeable);
      for (const [key, node] of from.entries ?? []) {
        if (merged.has(key)) continue;
        if (entries.has(key)) this.#addLateMerge(pair, key);
        merged.add(key);
        entries.set(key, node);
      }
    }
  }

  #addLateMerge(pair: Pair, key: string): void {
    this.add("VALUES_YAML_TRAP", toNode(pair.key), [
      `\`<<\` after \`${key}\` wins over it in Helm, and loses to it elsewhere`,
      "move the `<<` line to the top of its map",
    ]);
  }

  #leaf(node: YamlNode, standing: Standing, value: LayerNode["value"]): LayerNode {
    const place = { file: this.#source.file, at: this.#at(node), value };
    return standing.key === undefined ? place : { ...place, key: standing.key };
  }

  #at(node: YamlNode): Position {
    return this.#source.positionAt(node?.range?.[0] ?? 0);
  }
}
