import { closest, distance } from "fastest-levenshtein";

/**
 * The known key that a person most likely meant, or undefined when none is near. `most` changes make a slip;
 * left out, longer keys may have more of them.
 */
export function nearestKey(
  key: string,
  known: readonly string[],
  most: number = Math.max(2, Math.floor(key.length / 3)),
): string | undefined {
  if (known.length === 0) return undefined;
  const lower = known.map((candidate) => candidate.toLowerCase());
  const found = closest(key.toLowerCase(), lower);
  const isNear = distance(key.toLowerCase(), found) <= most;
  return isNear ? known[lower.indexOf(found)] : undefined;
}
