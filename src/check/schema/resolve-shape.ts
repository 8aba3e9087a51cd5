import type { Shape } from "./shape.ts";

/** The shape itself where one stands for another by its name; undefined where there is none of that name. */
export function resolveShape(
  shape: Shape,
  shapes: Readonly<Record<string, Shape>>,
): Shape | undefined {
  let found: Shape | undefined = shape;
  for (let hops = 0; hops < 8 && found?.$ref !== undefined; hops += 1) found = shapes[found.$ref];
  return found;
}

/** The shape of a map's field. */
export function fieldOf(
  { properties, additionalProperties }: Shape,
  key: string,
): Shape | undefined {
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return additionalProperties;
}
