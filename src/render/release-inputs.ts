import { createHash } from "node:crypto";
import { posix } from "node:path";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import { namedPaths, pathsFrom } from "./named-paths.ts";
import type { Provenance } from "./provenance.ts";
import { readStateParts, fillEnvironment } from "./release-needs.ts";
import type { SourceFile } from "./search-sources.ts";

export interface ReleaseInputsRequest extends Pick<Provenance, "inputs" | "tools"> {
  readonly environment: string;
  /** Path of the state file. */
  readonly file: string;
  /** The state file and what is reached from it, without what is inside charts. */
  readonly states: readonly SourceFile[];
  /** Globs of inputs that only make others: what they come to is among the inputs. */
  readonly made: readonly string[];
}

interface Release {
  readonly name: string;
  readonly entry: ValueMap;
}

/** Keys that bring in releases or settings from elsewhere, or make whether a release is there depend on them. */
const composing = ["bases", "helmfiles"];
const conditional = ["installed", "condition"];

/**
 * One digest by release name over all that the release is made from; what cannot be laid at one release's
 * door counts for all. Undefined where only Helmfile itself can tell what a release is.
 */
export function describeReleases(
  request: ReleaseInputsRequest,
): Readonly<Record<string, string>> | undefined {
  const { environment, file, states, inputs, made } = request;
  const text = states.find(({ path }) => path === file)?.text;
  const state = text === undefined ? undefined : readState(text, environment);
  if (state === undefined) return undefined;
  const reach = reachIn(request);
  const own = new Map(state.releases.map((one) => [one, reach(one.entry)]));
  const named = new Set([...own.values()].flatMap((keys) => [...keys]));
  const isMade = (key: string): boolean => made.some((glob) => posix.matchesGlob(key, glob));
  const rest = Object.keys(inputs).filter((key) => !named.has(key) && !isMade(key));
  const common = new Set([...reach(state.rest), ...rest].filter((key) => key !== file));
  const shared = [environment, state.rest, state.needs, request.tools, pick(inputs, common)];
  const byName = Map.groupBy(state.releases, ({ name }) => name);
  const digests = [...byName].map(([name, releases]) => {
    const parts = releases.map((one) => [one.entry, pick(inputs, own.get(one) ?? new Set())]);
    return [name, digest([shared, parts])] as const;
  });
  return Object.fromEntries(digests);
}

interface State {
  readonly releases: readonly Release[];
  /** All of the state but its releases. */
  readonly rest: readonly ValueMap[];
  /** Waves come from the needs of all releases. */
  readonly needs: readonly ValueMap[];
}

function readState(text: string, environment: string): State | undefined {
  const parts = readStateParts(text);
  const holders = parts?.filter((part) => part["releases"] !== undefined) ?? [];
  if (parts === undefined || holders.length !== 1) return undefined;
  if (parts.some(isOpen)) return undefined;
  const releases = asList(holders[0]?.["releases"])
    .map(asMap)
    .map((entry) => ({ name: fillEnvironment(asText(entry["name"]), environment), entry }));
  if (!releases.every(isPlain)) return undefined;
  const needs = releases.flatMap(({ entry: { namespace = "", name = "", needs: before } }) =>
    before === undefined ? [] : [{ namespace, name, needs: before }],
  );
  return { releases, rest: parts.map(withoutReleases), needs };
}

function withoutReleases(part: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(part).filter(([key]) => key !== "releases"));
}

/** Does a part bring in others, or something to inherit that switches releases off? */
function isOpen(part: ValueMap): boolean {
  const templates = Object.values(asMap(part["templates"])).map(asMap);
  return composing.some((key) => part[key] !== undefined) || templates.some(isConditional);
}

function isConditional(entry: ValueMap): boolean {
  return conditional.some((key) => entry[key] !== undefined);
}

function isPlain({ name, entry }: Release): boolean {
  return /^[a-z0-9][\w.-]*$/i.test(name) && !isConditional(entry);
}

/** The names of the inputs that a part of the state leads to, over other files too. */
function reachIn({
  environment,
  file,
  states,
  inputs,
}: ReleaseInputsRequest): (part: unknown) => ReadonlySet<string> {
  const texts = new Map(states.map(({ path, text }) => [path, text]));
  const keys = Object.keys(inputs);
  const tokens = (text: string, at: string): readonly string[] =>
    pathsFrom(at, namedPaths(text, environment));
  return (part) => {
    const reached = new Set<string>();
    const queue = [...tokens(JSON.stringify(part), file)];
    for (let token = queue.pop(); token !== undefined; token = queue.pop()) {
      for (const key of keys) {
        if (reached.has(key) || !isNamed(key, token)) continue;
        reached.add(key);
        const text = texts.get(key);
        if (text !== undefined && key !== file) queue.push(...tokens(text, key));
      }
    }
    return reached;
  };
}

/** A path names a file, a chart that it leads into, or what lies in the folder that it names. */
function isNamed(key: string, token: string): boolean {
  const path = token.replace(/\/$/, "");
  const isGlob = /[*?[{]/.test(path) && posix.matchesGlob(key, path);
  return key === path || isGlob || path.startsWith(`${key}/`) || key.startsWith(`${path}/`);
}

function pick(inputs: Provenance["inputs"], keys: ReadonlySet<string>): unknown {
  return [...keys].toSorted().map((key) => [key, inputs[key]]);
}

function digest(parts: unknown): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
