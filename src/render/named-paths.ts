const environmentName = /\{\{-?\s*`?\{*\s*\.Environment\.Name\s*\}*`?\s*-?\}\}/g;
const anyAction = /\{\{(?:(?!\}\})[\s\S])*\}\}/g;
const pathToken = /[\w.*/@+-]+/g;
const readable = /\.(?:ya?ml|gotmpl|tpl|json|hcl)$/;

/**
 * What in a state or values file may name another file or a chart's folder, as globs relative to that
 * file. It names rather too much than too little: what is not there is not read.
 */
export function namedPaths(text: string, environment: string): readonly string[] {
  const plain = text.replaceAll(environmentName, environment).replaceAll(anyAction, "*");
  const tokens = plain.match(pathToken) ?? [];
  return [...new Set(tokens)].filter(isPath);
}

function isPath(token: string): boolean {
  if (token.includes("//") || token.startsWith("/") || !/[a-z0-9]/i.test(token)) return false;
  return readable.test(token) || /^\.{1,2}\//.test(token) || /^[\w.-]+(?:\/[\w.*-]+)+$/.test(token);
}
