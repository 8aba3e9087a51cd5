/** Words and beginnings that some YAML 1.1 or 1.2 reader takes for something else than a string. */
const reserved = new Set("y yes n no on off true false null nan inf".split(" "));
const plainWord = /^[A-Za-z_/][\w./@%+~^$()<>=;-]*$/;
const plainText = /^[A-Za-z_/][\w./:@%+~^$()<>=;, -]*[\w./@%+~^$()<>=;]$/;
/** Some reader of YAML 1.1 takes `e6` for a number. */
const numberLike = /^[eE_][-+\d_.eE]*$/;
const quantity = /^(?:[1-9][0-9]*|0)(?:[KMGT]i|m|ms|s|h|d)$/;
const notLiteral =
  // oxlint-disable-next-line no-control-regex -- these very characters cannot stand in a block scalar
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;
const escaped = /[\u007f-\u009f\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A string on one line: plain where all readers agree that it is one, else in double quotes. */
export function formatString(text: string): string {
  return isPlain(text) ? text : quote(text);
}

function isPlain(text: string): boolean {
  if (numberLike.test(text)) return false;
  if (plainWord.test(text)) return !(text.length < 6 && reserved.has(text.toLowerCase()));
  if (text.length > 0 && text.charCodeAt(0) < 58) return quantity.test(text);
  return plainText.test(text) && !text.includes(": ");
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    escaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether a string of several lines can be written as a block scalar that every reader reads alike. */
export function isLiteral(text: string): boolean {
  if (!text.includes("\n") || notLiteral.test(text)) return false;
  // A first line that is indented or empty needs an indentation mark, which readers get wrong.
  return !/^\s/.test(text);
}

/** A block scalar: its header and its lines, each behind `indent`. */
export function formatLiteral(text: string, indent: string): string {
  const body = text.replace(/\n+$/, "");
  const ending = text.length - body.length;
  const chomping = ending === 0 ? "-" : ending === 1 ? "" : "+";
  const lines = ending > 1 ? text.slice(0, -1).split("\n") : body.split("\n");
  const indented = lines.map((line) => (line === "" ? "" : `${indent}${line}`));
  return `|${chomping}\n${indented.join("\n")}`;
}

/** A number as JSON writes it; readers of both YAML versions take it for the same number. */
export function formatNumber(number: number): string {
  const text = Object.is(number, -0) ? "-0.0" : String(number);
  // YAML 1.1 wants a point before an exponent, and a sign in it.
  return /^-?[0-9]+e/.test(text) ? text.replace("e", ".0e") : text;
}
