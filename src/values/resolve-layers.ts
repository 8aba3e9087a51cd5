import type { Finding } from "../model/finding.ts";
import type { Layer, ResolvedValues } from "../model/layer.ts";
import { mergeLayers } from "./merge-layers.ts";
import { parseLayer } from "./parse-layer.ts";

/**
 * Read layers as YAML 1.2 and merge them, first to last: maps by key, a list replaces a list, null removes
 * a key and stays in the result. What is wrong is found in all layers at once; a layer that cannot be read
 * counts as empty. Every node keeps where it came from and what it overrode.
 */
export function resolveLayers(layers: readonly Layer[]): {
  resolved: ResolvedValues;
  findings: readonly Finding[];
} {
  const parsed = layers.map(parseLayer);
  const roots = parsed.flatMap(({ root }) => (root === undefined ? [] : [root]));
  const { resolved, findings } = mergeLayers(roots);
  return { resolved, findings: [...parsed.flatMap((layer) => layer.findings), ...findings] };
}
