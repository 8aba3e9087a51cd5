import type { Finding } from "../model/finding.ts";
import { asList, asText, isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { isSameValue } from "./format-manifest.ts";
import { readDocument } from "./read-document.ts";
import { isTemplate, reference, secretFinding, type SourceFile } from "./search-sources.ts";
import { templateActions } from "./template-actions.ts";

/** A values file as Helmfile handed it to helm: what it named is no longer seen in it. */
export interface HandedValues {
  /** `<namespace>-<release>-values-<digest>`. */
  readonly name: string;
  readonly text: string;
}

/**
 * The values files in which Helmfile may have replaced a reference. It writes such a file anew, with sorted keys and
 * without comments: one that has either, or that is a source as it stands, it did not touch.
 */
export function unprovenValues(
  handed: readonly HandedValues[],
  states: readonly SourceFile[],
): readonly HandedValues[] {
  const sources = new Set(states.map(({ text }) => text));
  return handed.filter(({ text }) => !sources.has(text) && !isUntouched(text));
}

function isUntouched(text: string): boolean {
  if (/^#/m.test(text)) return true;
  const keys = text.match(/^[a-z]+(?=:)/gm) ?? [];
  return keys.some((key, index) => index > 0 && key < (keys[index - 1] ?? ""));
}

/** Functions that can make a `+` out of what has none, or that bring in text from elsewhere. */
const making =
  /\b(?:b64enc|b64dec|b32dec|decryptAES|printf|readFile|readDir\w*|tpl|env|expandenv|requiredEnv|urlquery|date\w*|now|fromJson|mustFromJson)\b/;
/** Functions that can cut a text, so that a `+` from its middle comes to stand anywhere. */
const cutting =
  /\b(?:substr|trunc|trim\w*|replace|\w*[rR]egex\w*|\w*[sS]plit\w*|nospace|abbrev\w*|slice|index|first|last|rest|initial)\b/;
/** A `+` of a template's own text that can come to stand behind `ref`. */
const openPlus = /ref\+|\}\}\s*(?:e?f)?\+/;
/** A `+` that stands behind `ref`, or at the start of a value behind what may be its end. */
const leadingPlus = /ref\+|(?:^|[\s"'[{,])(?:e?f)?\+/m;
const hiddenText = /\\[uUx]|!!?binary|\b(?:git|s3|https?|hg|file)::/;

/** Whether these templates and what they read could put `ref+` together at all. */
export function mayBuildReference(states: readonly SourceFile[]): boolean {
  const templates = states.filter(isTemplate);
  const actions = templates.flatMap(({ text }) => templateActions(text).map(({ code }) => code));
  if (actions.some((code) => /[+\\]/.test(code) || making.test(code))) return true;
  if (templates.some(({ text }) => openPlus.test(text) || hiddenText.test(text))) return true;
  const plus = actions.some((code) => cutting.test(code)) ? /\+/ : leadingPlus;
  return states
    .map(({ text }) => text.replaceAll(/^\s*#.*$/gm, "").replaceAll(/\{\{[\s\S]*?\}\}/g, " "))
    .some((text) => plus.test(text) || hiddenText.test(text));
}

/**
 * References that stand in the state once its templates are filled in, else the values files of which nobody can
 * tell any more whether they held one.
 */
export function unseenFindings(
  unproven: readonly HandedValues[],
  releases: readonly ValueMap[],
  file: string,
): readonly Finding[] {
  const inline = releases.flatMap((release) => asList(release["values"]).filter(isMap));
  const named = releases
    .filter(hasReference)
    .map((release) => builtFinding(asText(release["name"]), file));
  if (named.length > 0) return named;
  const unseen = unproven.filter(({ text }) => {
    const read = readDocument(text);
    return !("value" in read && inline.some((each) => isSameValue(each, read.value)));
  });
  return unseen.map((each) => unseenFinding(each, file));
}

function hasReference(value: Value | undefined): boolean {
  if (typeof value === "string") return reference.test(value);
  if (isList(value)) return value.some(hasReference);
  return isMap(value) && Object.values(value).some(hasReference);
}

function builtFinding(release: string, file: string): Finding {
  const what = `release ${release} gets a reference to a secret store that a template puts together`;
  return secretFinding({ file }, what);
}

function unseenFinding({ name }: HandedValues, file: string): Finding {
  return {
    code: "RENDER_FETCHES_SECRET",
    level: "error",
    at: { file },
    says: `a template of ${name.replace(/-values-\w+$/, "")} may have put a reference to a secret store together: whether Helmfile replaced one cannot be seen in its values`,
    fix: "begin each values template with a comment line, `# values`: it stays where nothing is replaced",
  };
}
