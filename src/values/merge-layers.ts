import type { Finding } from "../model/finding.ts";
import { pointerPath, pointerTo } from "../model/json-pointer.ts";
import type { Origin, ResolvedValues } from "../model/layer.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { LayerNode } from "./layer-node.ts";

interface Merge {
  readonly origins: Map<string, readonly Origin[]>;
  readonly findings: Finding[];
}

/** The nodes that all layers hold at one place, lowest layer first; never empty. */
type Stack = readonly [LayerNode, ...LayerNode[]];

/**
 * Merge layers, first to last: maps merge by key, a list replaces a list, and null removes what is below
 * it and stays, so that Helm deletes the chart's default too.
 * @see https://helm.sh/docs/chart_template_guide/values_files/#deleting-a-default-key
 */
export function mergeLayers(roots: readonly LayerNode[]): {
  resolved: ResolvedValues;
  findings: readonly Finding[];
} {
  const merge: Merge = { origins: new Map(), findings: [] };
  const [first, ...rest] = roots;
  if (first === undefined)
    return { resolved: { values: {}, origins: merge.origins }, findings: [] };
  merge.origins.set("", [first, ...rest].toReversed().map(toOrigin));
  const values = mergeMaps([first, ...rest], "", merge);
  return { resolved: { values, origins: merge.origins }, findings: merge.findings };
}

function mergeAt(stack: Stack, pointer: string, merge: Merge): Value {
  merge.origins.set(pointer, stack.toReversed().map(toOrigin));
  merge.findings.push(...shapeFindings(stack, pointer));
  const top = stack.at(-1) ?? stack[0];
  if (top.entries !== undefined) return mergeMaps(topMaps(stack), pointer, merge);
  for (const [index, item] of (top.items ?? []).entries()) {
    mergeAt([item], pointerTo(pointer, index), merge);
  }
  return top.value;
}

function mergeMaps(maps: readonly LayerNode[], pointer: string, merge: Merge): ValueMap {
  const stacks = new Map<string, [LayerNode, ...LayerNode[]]>();
  for (const map of maps) {
    for (const [key, node] of map.entries ?? []) {
      const stack = stacks.get(key);
      if (stack === undefined) stacks.set(key, [node]);
      else stack.push(node);
    }
  }
  const merged = [...stacks].map(
    ([key, stack]) => [key, mergeAt(stack, pointerTo(pointer, key), merge)] as const,
  );
  return Object.fromEntries(merged);
}

/** The maps on top of the stack: what is below a null, a list or a scalar has no say any more. */
function topMaps(stack: Stack): readonly LayerNode[] {
  return stack.slice(stack.findLastIndex((node) => node.entries === undefined) + 1);
}

function shapeFindings(stack: Stack, pointer: string): Finding[] {
  const findings: Finding[] = [];
  for (const [index, node] of stack.entries()) {
    const below = stack[index - 1];
    if (below === undefined || node.value === null || below.value === null) continue;
    if ((node.entries === undefined) === (below.entries === undefined)) continue;
    findings.push(shapeFinding({ node, below, pointer }));
  }
  return findings;
}

function shapeFinding(clash: {
  readonly node: LayerNode;
  readonly below: LayerNode;
  readonly pointer: string;
}): Finding {
  const { node, below, pointer } = clash;
  const at = node.entries === undefined ? node.at : (node.key ?? node.at);
  const belowAt = below.entries === undefined ? below.at : (below.key ?? below.at);
  return {
    code: "VALUES_SHAPE",
    level: "error",
    at: { file: node.file, line: at.line, column: at.column, pointer },
    says:
      `\`${pointerPath(pointer)}\` is ${shapeOf(node)} here and ` +
      `${shapeOf(below)} in ${below.file}:${belowAt.line}:${belowAt.column}`,
    fix: "give it the same shape in both, or set it to null in a layer between",
  };
}

function shapeOf(node: LayerNode): string {
  if (node.entries !== undefined) return "a map";
  return node.items === undefined ? "a scalar" : "a list";
}

function toOrigin(node: LayerNode): Origin {
  const { file, at, key, value } = node;
  const origin = { file, line: at.line, column: at.column, value };
  return key === undefined ? origin : { ...origin, key };
}
