/**
 * Would GitHub's runner take a line for a command? Both forms, as its `ActionCommand` reads them; how its
 * comparison of texts goes over what shows nothing is taken at the widest.
 */
export function isObeyed(line: string): boolean {
  const text = line.replaceAll(/\p{DI}/gu, "");
  const isNew = text.trimStart().startsWith("::") && text.trimStart().indexOf("::", 2) > 0;
  return isNew || /##\[[^\]]+\]/u.test(line);
}
