/** A repeated group that repeats something itself: such a pattern can take longer than anyone waits. */
const repeatsRepeats = /\((?:[^()\\]|\\.)*[+*{](?:[^()\\]|\\.)*\)[+*{]/u;

/**
 * A pattern that a manifest brings, ready to use; undefined where JavaScript does not read it, or where it
 * could run for ever on a text made for it.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  if (pattern.length > 1000 || repeatsRepeats.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
