const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
};

/**
 * A path as it is, of one that Git quotes where it holds other letters than ASCII, quotes or controls.
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath
 */
export function plainPath(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes = [...path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\])/gu)].map(
    ([, octal, escaped, letter]) => {
      if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
      if (escaped !== undefined) return Buffer.from(escapes[escaped] ?? escaped);
      return Buffer.from(letter ?? "");
    },
  );
  return Buffer.concat(bytes).toString();
}
