/** The JSON Pointer of what stands below another one. @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export function pointerTo(base: string, ...keys: readonly (string | number)[]): string {
  let pointer = base;
  for (const key of keys) {
    const text = String(key);
    const plain = !text.includes("~") && !text.includes("/");
    pointer += `/${plain ? text : text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}

/** The keys of a JSON Pointer, from the root down. */
export function pointerKeys(pointer: string): readonly string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON Pointer as people write a path: `redpanda.topics[0]."app.io/name"`. */
export function pointerPath(pointer: string): string {
  const path = pointerKeys(pointer).map((key) => {
    if (/^[0-9]+$/u.test(key)) return `[${key}]`;
    return /^[A-Za-z0-9_-]+$/u.test(key) ? `.${key}` : `.${JSON.stringify(key)}`;
  });
  return path.join("").replace(/^\./u, "");
}
