import { isMap, type Value, type ValueMap } from "../model/value.ts";

/** How Kubernetes tells a list's items apart, by the list's own name, where its definition does not say. */
const known: Readonly<Record<string, readonly string[]>> = {
  hostAliases: ["ip"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  conditions: ["type"],
  ownerReferences: ["uid"],
  volumeClaimTemplates: ["metadata"],
};

/** Lists that no definition speaks of: the first of these that all items have, and none twice. */
const guesses = [
  ["name"],
  ["containerPort", "protocol"],
  ["port", "protocol"],
  ["secretKey"],
  ["key"],
  ["alert"],
  ["record"],
  ["id"],
];

interface KeyedLists {
  readonly before: ReadonlyMap<string, Value>;
  readonly after: ReadonlyMap<string, Value>;
}

/** What is known of a list: its path, and the keys that its kind's definition names. */
export interface ListPlace {
  readonly path: string;
  readonly keys?: readonly string[];
}

/** The items of both lists by their key, or undefined where they have none. */
export function listKeys(
  { path, keys }: ListPlace,
  before: readonly Value[],
  after: readonly Value[],
): KeyedLists | undefined {
  const own = keys ?? known[/([\w-]+)$/.exec(path)?.[1] ?? ""];
  for (const fields of own === undefined ? guesses : [own, ...guesses]) {
    const was = byKey(before, fields);
    const is = byKey(after, fields);
    if (was !== undefined && is !== undefined) return { before: was, after: is };
  }
  return undefined;
}

function byKey(items: readonly Value[], fields: readonly string[]): Map<string, Value> | undefined {
  const keyed = new Map<string, Value>();
  for (const each of items) {
    const key = isMap(each) ? keyOf(fields.map((field) => partOf(each, field))) : undefined;
    if (key === undefined || keyed.has(key)) return undefined;
    keyed.set(key, each);
  }
  return keyed;
}

/** A port that names no protocol has TCP. */
function partOf(item: ValueMap, field: string): Value | undefined {
  return field === "protocol" && item[field] === "TCP" ? undefined : item[field];
}

/** Only the first part has to be there: a port's protocol may be left out. */
function keyOf(parts: readonly (Value | undefined)[]): string | undefined {
  const [first, ...rest] = parts.map(plainKey);
  return first === undefined ? undefined : [first, ...rest].filter(Boolean).join("/");
}

/** Objects inside objects, such as claim templates, go by the name in their metadata. */
function plainKey(part: Value | undefined): string | undefined {
  const plain = isMap(part) ? part["name"] : part;
  return typeof plain === "string" || typeof plain === "number" ? String(plain) : undefined;
}
