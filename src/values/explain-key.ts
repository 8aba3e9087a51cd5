import type { ExplainedLayer, Explanation } from "../model/explanation.ts";
import { pointerPath, pointerTo } from "../model/json-pointer.ts";
import type { Origin, ResolvedValues } from "../model/layer.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";
import type { ChartDefaults } from "./chart-defaults.ts";
import { describeSchema } from "./describe-schema.ts";
import { maskAt } from "./mask-secrets.ts";
import { nearestKey } from "./nearest-key.ts";

/** What is known about an environment's values when a key is asked for. */
export interface ExplainSources {
  readonly resolved: ResolvedValues;
  readonly defaults: readonly ChartDefaults[];
  readonly schema: ValueMap | undefined;
}

/**
 * Every layer that spoke about a key, the one that won first, down to the charts' own defaults. Where a layer
 * above set a whole list or removed a map, that layer is in it, with the key it set.
 */
export function explainKey(keys: readonly string[], sources: ExplainSources): Explanation {
  const { resolved, defaults, schema } = sources;
  const own = layersAt(resolved, keys, false);
  const below = defaults.flatMap(({ under, resolved: chart }) =>
    startsWith(keys, under) ? layersAt(chart, keys.slice(under.length), true) : [],
  );
  const direct = below.filter(({ above }) => above === undefined);
  const words = schema === undefined ? undefined : describeSchema(schema, keys);
  const layers = [...own, ...direct];
  return {
    path: pointerPath(pointerOf(keys)),
    layers: layers.map((layer) => masked(layer, keys, schema)),
    ...(words === undefined ? {} : { schema: words }),
  };
}

/** The key that a person most likely meant, among all that the layers, the charts and the schema know. */
export function nearestPath(keys: readonly string[], sources: ExplainSources): string | undefined {
  const known = [
    ...paths(sources.resolved, []),
    ...sources.defaults.flatMap(({ under, resolved }) => paths(resolved, under)),
  ];
  const last = keys.at(-1) ?? "";
  const parent = pointerPath(pointerOf(keys.slice(0, -1)));
  const siblings = known.filter((path) => parentOf(path) === parent);
  const sibling = nearestKey(last, siblings.map(lastOf));
  if (sibling !== undefined) return siblings.find((path) => lastOf(path) === sibling);
  return (
    nearestKey(pointerPath(pointerOf(keys)), known, 2) ??
    known.find((path) => lastOf(path) === last)
  );
}

function layersAt(
  { origins }: ResolvedValues,
  keys: readonly string[],
  isChartDefault: boolean,
): readonly ExplainedLayer[] {
  const own = (origins.get(pointerOf(keys)) ?? []).map((origin) => layerOf(origin, isChartDefault));
  const cuts = keys.slice(1).flatMap((_, depth) => {
    const above = pointerOf(keys.slice(0, keys.length - 1 - depth));
    const stack = origins.get(above) ?? [];
    return cutters(stack, own.length > 0).map((origin) => {
      return { ...layerOf(origin, isChartDefault), above: pointerPath(above) };
    });
  });
  return [...own, ...cuts];
}

/** Above a key that is there, the lists that a newer list replaced; above one that is not, what removed it. */
function cutters(stack: readonly Origin[], isThere: boolean): readonly Origin[] {
  if (isThere) return Array.isArray(stack[0]?.value) ? stack.slice(1) : [];
  return isMap(stack[0]?.value) ? [] : stack;
}

/** A map or list begins at its key. */
function layerOf(origin: Origin, isChartDefault: boolean): ExplainedLayer {
  const { file, value } = origin;
  const isCollection = typeof value === "object" && value !== null;
  const { line, column } = isCollection ? (origin.key ?? origin) : origin;
  return { file, line, column, value, isChartDefault };
}

function masked(
  layer: ExplainedLayer,
  keys: readonly string[],
  schema: ValueMap | undefined,
): ExplainedLayer {
  if (layer.value === null) return layer;
  if (layer.above !== undefined) return { ...layer, value: shapeOf(layer.value) };
  if (schema === undefined) return layer;
  return { ...layer, value: maskAt(layer.value, keys, schema) };
}

/** A whole map or list above the key is not shown: it may hold what the schema marks as secret. */
function shapeOf(value: Value): Value {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isMap(value) ? "a map" : "a scalar";
}

function startsWith(keys: readonly string[], start: readonly string[]): boolean {
  return keys.length > start.length && start.every((key, index) => keys[index] === key);
}

function pointerOf(keys: readonly string[]): string {
  return pointerTo("", ...keys);
}

function paths({ origins }: ResolvedValues, under: readonly string[]): string[] {
  const start = pointerOf(under);
  return [...origins.keys()].filter((key) => key !== "").map((key) => pointerPath(start + key));
}

function parentOf(path: string): string {
  return path.replace(/(?:^|\.)(?:"(?:[^"\\]|\\.)*"|[^."[\]]+)$|\[[0-9]+\]$/u, "");
}

function lastOf(path: string): string {
  return path.slice(parentOf(path).length).replace(/^\./u, "");
}
