import { posix } from "node:path";
import { templateActions } from "./template-actions.ts";

const environmentName = /\{\{-?\s*`?\{*\s*\.Environment\.Name\s*\}*`?\s*-?\}\}/g;
const anyAction = /\{\{(?:(?!\}\})[\s\S])*\}\}/g;
const comment = /^[ \t]*#.*$/gm;
const word = /[\p{L}\p{N}\p{M}_.*?/@+-]+/gu;
const quoted = /"([^"\n]*)"|'([^'\n]*)'/g;
const key = /[\w.-]+:(?=\s)/g;
const mark = /["',[\]{}\n]/;
const literal = /"([^"\n]*)"|`([^`\n]*)`/g;
const isState = /^[ \t-]*(?:bases|environments|helmfiles|releases)[ \t]*:/m;
const chart = /\bchart:\s*["']?([^\s"',}]+)/g;
const mostLetters = 255;

/**
 * What in a state or values file may name another file or a chart's folder, as globs relative to that
 * file. It names rather too much than too little: what is not there is not read.
 */
export function namedPaths(text: string, environment: string): readonly string[] {
  const plain = plainText(text, environment);
  // What `readFile` takes; the rest of an action is no name.
  const read = templateActions(text).flatMap(({ code }) => captures(code, literal));
  const words = plain.match(word) ?? [];
  const parts = plain.replaceAll(key, "\n").split(mark);
  const pieces = [...captures(plain, quoted), ...parts].map((each) =>
    each.replace(/^[-\s]+/, "").trim(),
  );
  const bare = isState.test(plain) ? [...read, ...pieces] : read;
  return [...new Set([...words, ...pieces].filter(isPath).concat(bare.filter(isName)))];
}

/** What the releases of a state have as their charts: manifests and kustomizations may be in such a folder too. */
export function namedCharts(text: string, environment: string): readonly string[] {
  const named = captures(plainText(text, environment), chart);
  return named.filter((each) => !each.includes("//") && !each.startsWith("/"));
}

/** The folders of a repository that a chart's dependencies are taken from, relative to the chart. */
export function namedDependencies(text: string): readonly string[] {
  return captures(text, /\bfile:\/\/([^\s"',}]+)/g);
}

/** Names that a file at `path` holds as the repository knows them. */
export function pathsFrom(path: string, names: readonly string[]): readonly string[] {
  const folder = posix.dirname(path);
  const beside = path.endsWith(".gotmpl") ? ["_*.tpl"] : [];
  return [...names, ...beside].map((name) => posix.join(folder, name));
}

/** The text with the environment filled in, without comments; any other action may come to anything. */
function plainText(text: string, environment: string): string {
  return text
    .replaceAll(environmentName, environment)
    .replaceAll(anyAction, "*")
    .replaceAll(comment, "");
}

function captures(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, one, other]) => one ?? other ?? "");
}

function isName(token: string): boolean {
  if (token.includes("//") || token.startsWith("/") || token.length > mostLetters) return false;
  return /[\p{L}\p{N}]/u.test(token);
}

function isPath(token: string): boolean {
  return isName(token) && (token.includes("/") || /\.[a-z]\w*$/i.test(token));
}
