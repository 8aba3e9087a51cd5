import { CORE_SCHEMA, YAMLException, loadAll, mergeTag } from "js-yaml";
import { asList, asMap, asText, isMap, type ValueMap } from "../model/value.ts";

/** A release of the state and the releases that Helmfile installs before it. */
export interface ReleaseNeeds {
  /** `namespace/name`, the namespace empty where the state names none. */
  readonly id: string;
  readonly needs: readonly string[];
}

/** Helmfile reads its state by YAML 1.2, unlike Helm. */
const schema = CORE_SCHEMA.withTags(mergeTag);
/** Keys that bring in releases or settings from elsewhere. */
const composing = ["bases", "helmfiles", "defaultInherit"];

/**
 * The needs of a plain state file, or undefined when only Helmfile itself can tell: with bases,
 * sub-helmfiles, a template around its YAML, or templates other than the environment's name where it counts.
 */
export function plainNeeds(text: string, environment: string): readonly ReleaseNeeds[] | undefined {
  if (!/\bneeds\b/.test(text) && !composing.some((key) => text.includes(key))) return [];
  const parts = readStateParts(text);
  if (parts === undefined) return undefined;
  const isComposed = parts.some((part) =>
    composing.some((key) => part[key] !== undefined && key !== "defaultInherit"),
  );
  const isInherited = parts.some((part) =>
    JSON.stringify(part["templates"] ?? {}).includes('"needs"'),
  );
  if (isComposed || isInherited) return undefined;
  const releases = asList(parts.findLast((part) => part["releases"] !== undefined)?.["releases"]);
  const read = releases.map((release) => readRelease(asMap(release), environment));
  return read.some((each) => /\{\{/.test([each.id, ...each.needs].join())) ? undefined : read;
}

/** The documents of a state file, undefined where it is YAML only once its template is filled in. */
export function readStateParts(text: string): readonly ValueMap[] | undefined {
  try {
    return loadAll(text, { schema, json: true }).filter(isMap);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/** The releases that `helmfile build` prints, templates filled in, references to secrets as they are. */
export function builtReleases(text: string): readonly ValueMap[] {
  return loadAll(text, { schema, json: true })
    .filter(isMap)
    .flatMap((state) => asList(state["releases"]))
    .map(asMap);
}

/** The needs of releases whose templates are filled in. */
export function builtNeeds(releases: readonly ValueMap[]): readonly ReleaseNeeds[] {
  return releases.map((release) => readRelease(release, ""));
}

function readRelease(release: ValueMap, environment: string): ReleaseNeeds {
  const fill = (text: string): string => fillEnvironment(text, environment);
  const id = `${fill(asText(release["namespace"]))}/${fill(asText(release["name"]))}`;
  return { id, needs: asList(release["needs"]).map((need) => needId(fill(asText(need)))) };
}

/** A text of a state with the environment's name in the place of its template. */
export function fillEnvironment(text: string, environment: string): string {
  return text.replaceAll(/\{\{-?\s*\.Environment\.Name\s*-?\}\}/g, environment);
}

/** `name`, `namespace/name` or `context/namespace/name`. */
function needId(need: string): string {
  const [name = "", namespace = ""] = need.split("/").toReversed();
  return `${namespace}/${name}`;
}
