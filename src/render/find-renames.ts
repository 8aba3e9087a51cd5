import type { Manifest } from "../model/manifest.ts";
import { isList, isMap, type Value } from "../model/value.ts";

type Pair = readonly [previous: Manifest, manifest: Manifest];

const leastSimilarity = 0.8;
/** More candidates of one kind than this are not compared with each other. */
const mostCandidates = 60;

/** Pairs of a removed and an added object that are the same but for their name or namespace, best first. */
export function findRenames(gone: readonly Manifest[], come: readonly Manifest[]): readonly Pair[] {
  const byKind = Map.groupBy(come, kindOf);
  const scored = gone.flatMap((previous) => {
    const candidates = byKind.get(kindOf(previous)) ?? [];
    return candidates.length > mostCandidates ? [] : scoreAll(previous, candidates);
  });
  const taken = new Set<Manifest>();
  const pairs: Pair[] = [];
  for (const { pair } of scored.toSorted((a, b) => b.score - a.score)) {
    if (pair.some((manifest) => taken.has(manifest))) continue;
    for (const manifest of pair) taken.add(manifest);
    pairs.push(pair);
  }
  return pairs;
}

function kindOf({ identity }: Manifest): string {
  return `${identity.kind}.${identity.group}`;
}

function scoreAll(previous: Manifest, candidates: readonly Manifest[]) {
  const was = leaves(previous);
  return candidates
    .map((manifest) => ({
      pair: [previous, manifest] as const,
      score: similarity(was, leaves(manifest)),
    }))
    .filter(({ score }) => score >= leastSimilarity);
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((leaf) => b.has(leaf)).length;
  return a.size + b.size === 0 ? 1 : (2 * common) / (a.size + b.size);
}

/** All leaves with their paths, the object's own name and namespace taken out wherever they stand. */
function leaves({ body, identity }: Manifest): ReadonlySet<string> {
  const found = new Set<string>();
  const { metadata: _, ...rest } = body;
  walk(rest, "", (path, leaf) => {
    const plain = leaf.replaceAll(identity.name, "*");
    const { namespace } = identity;
    found.add(`${path}=${namespace === undefined ? plain : plain.replaceAll(namespace, "*")}`);
  });
  return found;
}

function walk(value: Value, path: string, visit: (path: string, leaf: string) => void): void {
  if (isMap(value)) {
    for (const [key, each] of Object.entries(value)) walk(each, `${path}/${key}`, visit);
  } else if (isList(value)) {
    for (const [index, each] of value.entries()) walk(each, `${path}/${index}`, visit);
  } else {
    visit(path, String(value));
  }
}
