import { pointerTo } from "../model/json-pointer.ts";
import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";

/** Called with each text; `pointer` is worked out only when it is asked for. */
export type TextVisitor = (text: string, pointer: () => string) => void;

/** Visit every string of an object, its keys too. */
export function walkTexts(value: Value, visit: TextVisitor): void {
  walk(value, [], visit);
}

function walk(value: Value, path: (string | number)[], visit: TextVisitor): void {
  if (typeof value === "string") visit(value, () => pointerTo("", ...path));
  else if (isList(value)) walkList(value, path, visit);
  else if (isMap(value)) walkMap(value, path, visit);
}

function walkList(list: readonly Value[], path: (string | number)[], visit: TextVisitor): void {
  for (let index = 0; index < list.length; index += 1) {
    path.push(index);
    walk(list[index] ?? null, path, visit);
    path.pop();
  }
}

function walkMap(map: ValueMap, path: (string | number)[], visit: TextVisitor): void {
  for (const key of Object.keys(map)) {
    path.push(key);
    visit(key, () => pointerTo("", ...path));
    walk(map[key] ?? null, path, visit);
    path.pop();
  }
}
