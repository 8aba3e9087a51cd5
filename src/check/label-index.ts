import { asMap, type Value, type ValueMap } from "../model/value.ts";
import { matchesSelector } from "./match-selector.ts";
import { valueAt } from "./read-value.ts";

/** Things with labels, by namespace: finds those that a selector takes without asking every one. */
export class LabelIndex<T> {
  readonly #all = new Map<string, T[]>();
  readonly #byPair = new Map<string, T[]>();
  readonly #labelsOf: (item: T) => ValueMap;

  constructor(
    items: readonly T[],
    read: { readonly namespaceOf: (item: T) => string; readonly labelsOf: (item: T) => ValueMap },
  ) {
    this.#labelsOf = read.labelsOf;
    for (const item of items) {
      const namespace = read.namespaceOf(item);
      push(this.#all, namespace, item);
      for (const [key, value] of Object.entries(read.labelsOf(item))) {
        if (typeof value === "string") push(this.#byPair, pairKey(namespace, key, value), item);
      }
    }
  }

  /** Those of a namespace whose labels meet `matchLabels` and `matchExpressions`; an empty selector takes all. */
  select(namespace: string, selector: Value): readonly T[] {
    const pairs = Object.entries(asMap(valueAt(selector, "matchLabels")));
    let candidates = this.#all.get(namespace) ?? [];
    for (const [key, value] of pairs) {
      const found =
        typeof value === "string" ? this.#byPair.get(pairKey(namespace, key, value)) : undefined;
      if (found === undefined) return [];
      if (found.length < candidates.length) candidates = found;
    }
    return candidates.filter((item) => matchesSelector(this.#labelsOf(item), selector));
  }

  namespaces(): Iterable<string> {
    return this.#all.keys();
  }
}

function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
