import type { FieldShape, ShapeOf } from "../../model/field-shape.ts";
import type { Kinds } from "./collect-kinds.ts";
import { fieldOf, resolveShape } from "./resolve-shape.ts";
import type { Shape } from "./shape.ts";

type Shapes = Readonly<Record<string, Shape>>;

/** The definitions of kinds, to be read field by field. */
export function fieldShapes({ byType }: Kinds): ShapeOf {
  return (apiVersion, kind) => {
    const found = byType.get(`${apiVersion} ${kind}`);
    return found === undefined ? undefined : fieldShape(found.shape, found.shapes);
  };
}

function fieldShape(given: Shape, shapes: Shapes): FieldShape | undefined {
  const shape = resolveShape(given, shapes);
  if (shape === undefined) return undefined;
  const { items, keys } = shape;
  return {
    ...(keys !== undefined && { keys }),
    field: (key) => {
      const inner = fieldOf(shape, key);
      return inner === undefined ? undefined : fieldShape(inner, shapes);
    },
    items: () => (items === undefined ? undefined : fieldShape(items, shapes)),
  };
}
