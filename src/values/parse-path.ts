import { pointerKeys } from "../model/json-pointer.ts";

/**
 * The keys of a path as people write it: `redpanda.topics[0]."app.io/name"`, or as a JSON Pointer. Undefined
 * where it is none.
 */
export function parsePath(path: string): readonly string[] | undefined {
  if (path.startsWith("/")) return pointerKeys(path);
  const part = /(?:^|(?<!^)\.)(?:"((?:[^"\\]|\\.)*)"|([^."[\]]+))|\[([0-9]+)\]/guy;
  const parts = [...path.matchAll(part)];
  const isWhole = parts.map(([whole]) => whole).join("") === path && path !== "";
  return isWhole ? parts.map(keyOf) : undefined;
}

function keyOf([, quoted, plain, index]: RegExpExecArray): string {
  return quoted?.replaceAll(/\\(.)/gu, "$1") ?? plain ?? index ?? "";
}
