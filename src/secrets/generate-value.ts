import type { Generate } from "../model/secret-declarations.ts";

const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A value of random characters, 32 letters and digits unless asked otherwise.
 * `randomInt(n)` must give each whole number from 0 below n with the same chance.
 */
export function generateValue(wanted: Generate, randomInt: (below: number) => number): string {
  const alphabet = [...new Set(wanted.alphabet ?? lettersAndDigits)];
  const length = wanted.length ?? 32;
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
