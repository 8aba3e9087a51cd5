import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { KindSchemas, Shape } from "./shape.ts";

/** Shapes shorter than this are not worth a name of their own. */
const worthNaming = 60;

/** The same kinds in less room: only shapes that are reached, and each that stands in several places written once. */
export function compactSchemas(schemas: KindSchemas): KindSchemas {
  const reached = reachedShapes(schemas);
  const counts = new Map<string, number>();
  for (const shape of [...Object.values(schemas.kinds), ...reached.values()])
    count(asValue(shape), counts);
  const shared = [...counts].filter(([text, times]) => times > 1 && text.length > worthNaming);
  const { product } = schemas;
  const names = new Map(shared.map(([text], index) => [text, `${product}.${index}`]));
  const named = [...names].map(([text, name]) => {
    const value: unknown = JSON.parse(text);
    return [name, fold(asValue(value), names, true)] as const;
  });
  return {
    product: schemas.product,
    version: schemas.version,
    kinds: foldAll(Object.entries(schemas.kinds), names),
    shapes: { ...foldAll([...reached], names), ...Object.fromEntries(named) },
  };
}

function reachedShapes({ kinds, shapes }: KindSchemas): ReadonlyMap<string, Shape> {
  const reached = new Map<string, Shape>();
  const open = Object.values(kinds);
  for (const shape of open) {
    for (const [, name = ""] of JSON.stringify(shape).matchAll(/"\$ref":"([^"]+)"/gu)) {
      const found = shapes[name];
      if (found === undefined || reached.has(name)) continue;
      reached.set(name, found);
      open.push(found);
    }
  }
  return reached;
}

function count(node: Value, counts: Map<string, number>): void {
  if (isList(node)) for (const item of node) count(item, counts);
  if (!isMap(node)) return;
  // What is inside a shape that was seen before was counted with it.
  if (isNameable(node) && countOne(JSON.stringify(node), counts) > 1) return;
  for (const inner of Object.values(node)) count(inner, counts);
}

function isNameable({ type }: ValueMap): boolean {
  return type === "object" || type === "array";
}

function countOne(text: string, counts: Map<string, number>): number {
  const times = (counts.get(text) ?? 0) + 1;
  counts.set(text, times);
  return times;
}

type Names = ReadonlyMap<string, string>;

function foldAll(
  entries: readonly (readonly [string, Shape])[],
  names: Names,
): Readonly<Record<string, Shape>> {
  return Object.fromEntries(
    entries.map(([key, shape]) => [key, fold(asValue(shape), names, true)]),
  );
}

function fold(node: Value, names: Names, isTop: boolean): Shape {
  const folded: unknown = foldNode(node, names, isTop);
  return isShape(folded) ? folded : {};
}

function foldNode(node: Value, names: Names, isTop: boolean): unknown {
  if (isList(node)) return node.map((item) => foldNode(item, names, false));
  if (!isMap(node)) return node;
  const name = isTop ? undefined : names.get(JSON.stringify(node));
  if (name !== undefined) return { $ref: name };
  return Object.fromEntries(
    Object.entries(node).map(([key, inner]) => [key, foldNode(inner, names, false)]),
  );
}

function isShape(value: unknown): value is Shape {
  return typeof value === "object" && value !== null;
}

function asValue(value: unknown): Value {
  return isValue(value) ? value : null;
}

function isValue(value: unknown): value is Value {
  return value !== undefined;
}
