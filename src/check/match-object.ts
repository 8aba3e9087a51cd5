import type { ObjectIdentity } from "../model/manifest.ts";

type Named = Pick<ObjectIdentity, "kind" | "name" | "namespace">;

/**
 * Whether `Kind name` or `Kind namespace/name` of keelson.yaml means this object; `*` stands for any part.
 * Without a namespace it means the object in every namespace.
 */
export function isObjectMeant(pattern: string, object: Named): boolean {
  const { kind, namespace, name } = object;
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return (
    matches(pattern, `${kind} ${full}`) ||
    (!pattern.includes("/") && matches(pattern, `${kind} ${name}`))
  );
}

/** Whether a pattern matches the whole text. What `*` stands for is a regular expression: any part of a name. */
export function matches(pattern: string, text: string, star = "[^/ ]*"): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const source = pattern
    .split("*")
    .map((part) => RegExp.escape(part))
    .join(star);
  return new RegExp(`^${source}$`, "u").test(text);
}
