/** `user:password@` of a URL; what is filled in there may hold any character. An image's `name:tag@digest` is none. */
const userInfo =
  /(?<=[a-z0-9]):\/\/(?:\{\{[^{}]*\}\}|\{[^{}\s]*\}|[^\s/:@"'`{}<>?#\\])*:((?:\{\{[^{}]*\}\}|\{[^{}\s]*\}|[^\s/@"'`{}<>?#\\])+)@(?!sha(?:256|512):)/gi;
/** Oracle's drivers take `user/password@` behind their own names. */
const oracle = /jdbc:oracle:\w+:[^\s/:@"']+\/([^\s/@"']+)@/gi;
const parameter = /[?&;](?:[\w.-]*password|passwd|pwd)=([^\s&;"'`\\]+)/gi;

/** What a program fills in later: `${…}`, `$(…)`, `$NAME`, `{{ … }}`, `{…}`, `<…>`, `%s`, `%(…)s`, `%NAME%`. */
const placeholder = /\$[({A-Z_]|[{<]|%[sv(]|%[A-Z_]{3,}%/i;
/** What stands where a password was taken out. */
const mask = /^(?:\*+|x+|\.{3,}|…)$/i;
/** A port, and further addresses after it. */
const port = /^\d{1,5},/;

/** Whether a text holds a URL with its password in it: before the host, or as a parameter as in JDBC's URLs. */
export function hasUrlPassword(text: string): boolean {
  if (!text.includes("://") && !text.includes("jdbc:")) return false;
  // JSON as Go writes it.
  const plain = text
    .replaceAll("\\u0026", "&")
    .replaceAll("\\u003c", "<")
    .replaceAll("\\u003e", ">");
  return holds(plain, userInfo) || holds(plain, oracle) || hasParameter(plain);
}

function hasParameter(text: string): boolean {
  if (!/(?:password|passwd|pwd)=/i.test(text)) return false;
  const words = text.split(/[\s"'`<>]+/);
  return words.some((word) => /:\/\/|jdbc:/.test(word) && holds(word, parameter));
}

function holds(text: string, pattern: RegExp): boolean {
  return text.matchAll(pattern).some(([, password = ""]) => isPassword(password));
}

function isPassword(text: string): boolean {
  const others = [placeholder, mask, port, /^(?:true|false)$/];
  return !others.some((pattern) => pattern.test(text));
}
