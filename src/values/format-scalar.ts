/** Plain text that no YAML reader takes for anything else. */
const safePlain = /^[A-Za-z][A-Za-z0-9_]*(?:[-./ ][A-Za-z0-9_]+)*$/u;
const words: ReadonlySet<string> = new Set(
  ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].concat(["inf", "nan"]),
);
/** Not printable in YAML, or a line break to YAML 1.1 only. @see https://yaml.org/spec/1.2.2/#51-character-set */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/gu;

/** Text as a YAML scalar on one line: plain where that is safe, else in double quotes. */
export function formatText(text: string): string {
  if (safePlain.test(text) && !words.has(text.toLowerCase())) return text;
  return JSON.stringify(text).replace(
    unprintable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A number that every reader takes for the same one: YAML 1.1 wants a point before an exponent, and a whole
 * number beyond 2^53 is a float to say that it was rounded before.
 */
export function formatNumber(value: number): string {
  const text = String(value);
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes("e")) {
    return `${text}.0`;
  }
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text;
}
