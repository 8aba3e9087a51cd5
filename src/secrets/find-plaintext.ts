import { loadAll } from "js-yaml";
import type { Finding } from "../model/finding.ts";
import { pointerTo } from "../model/json-pointer.ts";
import type { Manifest } from "../model/manifest.ts";
import { asList, asMap, asText, type ValueMap } from "../model/value.ts";
import { isAllowed, type PlaintextPolicy } from "./plaintext-policy.ts";
import { tokenIn } from "./token-patterns.ts";

/** Texts within texts are followed this far: a ConfigMap, a manifest in it, an annotation of that. */
const deepest = 4;

/**
 * Every place of a render where a secret would be committed in plain text, when no value is known: Secrets
 * with data in any spelling, Helm's own release records, and well-known tokens. One finding for each place.
 */
export function findPlaintext(
  manifests: readonly Manifest[],
  policies: readonly PlaintextPolicy[] = [],
): readonly Finding[] {
  return manifests.flatMap((manifest) => {
    if (isAllowed(manifest, policies)) return [];
    const isDefinition = manifest.identity.kind === "CustomResourceDefinition";
    const search: Search = { depth: 0, seen: new Set(), found: [], isDefinition };
    searchNode(manifest.body, "", search);
    return search.found.map(({ pointer, says }) => ({
      ...plaintext(says),
      at: place(manifest, pointer),
    }));
  });
}

interface PlainPlace {
  readonly pointer: string;
  readonly says: string;
}

interface Search {
  readonly depth: number;
  /** Each node is asked once, so that aliases that multiply or lead back cost nothing. */
  readonly seen: Set<object>;
  readonly found: PlainPlace[];
  /** Its descriptions are prose for people, with examples in it. */
  readonly isDefinition?: boolean;
}

const secretSays = "a Secret with its values in it would be committed in plain text";

function searchNode(node: unknown, pointer: string, search: Search): void {
  if (typeof node === "string") searchText(node, pointer, search);
  else if (typeof node === "object" && node !== null) searchObject(node, pointer, search);
}

function searchObject(node: object, pointer: string, search: Search): void {
  if (search.seen.has(node)) return;
  search.seen.add(node);
  const own = secretFields(asMap(node));
  for (const key of own) search.found.push({ pointer: pointerTo(pointer, key), says: secretSays });
  if (isSealed(asMap(node))) return;
  for (const [key, child] of new Map<string, unknown>(Object.entries(node))) {
    const isSeen = own.includes(key) || (search.isDefinition === true && isProse(key, child));
    if (!isSeen) searchNode(child, pointerTo(pointer, key), search);
  }
}

function isProse(key: string, child: unknown): boolean {
  return key === "description" && typeof child === "string";
}

function searchText(text: string, pointer: string, { depth, found }: Search): void {
  if (depth < deepest && holdsSecret(text, depth)) {
    found.push({ pointer, says: secretSays });
    return;
  }
  const token = tokenIn(text);
  if (token !== undefined)
    found.push({ pointer, says: `${token} would be committed in plain text` });
}

/** The fields of an object that hold secret values; empty for anything but Secrets and Helm's records. */
function secretFields(node: ValueMap): readonly string[] {
  const kind = asText(node["kind"]);
  const isList = /^secretlist$/i.test(kind);
  const isRecord = kind === "ConfigMap" && isHelmRecord(node);
  const isSecret = /^secret$/i.test(kind) && !asText(node["apiVersion"]).includes("/");
  if (isList) return asList(node["items"]).some(hasData) ? ["items"] : [];
  return isRecord || isSecret ? dataFields(node) : [];
}

function hasData(node: unknown): boolean {
  return dataFields(asMap(node)).length > 0;
}

function dataFields(node: ValueMap): readonly string[] {
  return Object.keys(node).filter((key) => /^(?:string)?data$/i.test(key) && isFilled(node[key]));
}

/** Helm keeps its releases, with every value in them, in ConfigMaps when it is told to. */
function isHelmRecord(node: ValueMap): boolean {
  return asText(asMap(node["metadata"])["name"]).startsWith("sh.helm.release.v1.");
}

/** A text with a Secret in it, as YAML or JSON documents or in base64. */
function holdsSecret(text: string, depth: number): boolean {
  const plain = /secret/i.test(text) ? text : decoded(text);
  if (plain === undefined || !/\bkind[\s"'\\:]{1,40}secret(?:list)?\b/i.test(plain)) return false;
  const documents = documentsIn(plain);
  // What cannot be read but speaks of a Secret with data is refused all the same.
  if (documents === undefined) return /^[\s"'{]*(?:string)?data["']?\s*:/im.test(plain);
  const search: Search = { depth: depth + 1, seen: new Set(), found: [] };
  for (const document of documents) searchNode(document, "", search);
  return search.found.some(({ says }) => says === secretSays);
}

function documentsIn(text: string): readonly unknown[] | undefined {
  try {
    return loadAll(text);
  } catch {
    return undefined;
  }
}

/** Base64 of a text that speaks of a Secret, decoded: `binaryData`, user data, bundles. */
function decoded(text: string): string | undefined {
  if (text.length < 40 || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) return undefined;
  const plain = Buffer.from(text, "base64").toString("utf8");
  return /secret/i.test(plain) ? plain : undefined;
}

/** Sealed values are neither plain nor worth the search. */
function isSealed(node: ValueMap): boolean {
  return Object.keys(node).length > 0 && Object.values(node).every(isSealedText);
}

function isSealedText(value: unknown): boolean {
  return typeof value === "string" && /^A[gQYw][A-D][A-Za-z0-9+/]{340,}={0,2}$/.test(value);
}

function isFilled(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== "";
}

function place({ identity }: Manifest, pointer: string): Finding["at"] {
  const { kind, namespace, name } = identity;
  const object = namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
  return { object, pointer };
}

function plaintext(says: string): Omit<Finding, "at"> {
  return {
    code: "SECRET_PLAINTEXT",
    level: "error",
    says,
    fix: "declare it under secrets/, or say under `checks.plaintext` in keelson.yaml what to do with it",
  };
}
