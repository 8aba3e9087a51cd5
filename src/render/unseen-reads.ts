import { posix } from "node:path";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import { readStateParts } from "./release-needs.ts";
import type { SourceFile } from "./search-sources.ts";
import { templateActions } from "./template-actions.ts";

/** What a hook heeds that stands aside in Keelson's renders. */
const aside = "KEELSON_SKIP_PREPARE";
const command = /\bcommand["']?:\s*["']?([^\s"',}]+)/g;

/** Files by a name that is made, and what is in a folder. */
const computed = /\b(?:readFile|isFile)\s+[^"`\s]|\|\s*(?:readFile|isFile)\b|\b(?:readDir|isDir)/;

/**
 * May the source read files that nobody can name before? Then no list of inputs is whole. A program that runs
 * before values are read may, but for Keelson's own hook, and so may templates that make the names.
 */
export function hasUnseenReads(states: readonly SourceFile[]): boolean {
  return hasForeignHooks(states) || states.some(({ text }) => hasComputedReads(text));
}

function hasComputedReads(text: string): boolean {
  return templateActions(text).some(({ code }) => computed.test(code));
}

function hasForeignHooks(states: readonly SourceFile[]): boolean {
  const texts = new Map(states.map(({ path, text }) => [path, text]));
  return states.some(({ path, text }) =>
    preparing(text).some((words) => !words.some((one) => isKeelsons(one, path, texts))),
  );
}

/** The words of each command that runs at a render. */
function preparing(text: string): readonly (readonly string[])[] {
  if (!text.includes("hooks") || !text.includes("prepare")) return [];
  const parts = readStateParts(text);
  if (parts === undefined) return [...text.matchAll(command)].map(([, one = ""]) => [one]);
  return parts
    .flatMap(hooksIn)
    .filter(({ events }) => asList(events).includes("prepare"))
    .map((hook) => [hook["command"] ?? "", ...asList(hook["args"])].map(asText));
}

function hooksIn(part: ValueMap): readonly ValueMap[] {
  const holders = [part, ...asList(part["releases"]), ...Object.values(asMap(part["templates"]))];
  return holders.flatMap((holder) => asList(asMap(holder)["hooks"]).map(asMap));
}

function isKeelsons(one: string, state: string, texts: ReadonlyMap<string, string>): boolean {
  if (posix.basename(one) === "keelson-hook") return true;
  return texts.get(posix.join(posix.dirname(state), one))?.includes(aside) === true;
}
