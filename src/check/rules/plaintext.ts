import { loadAll } from "js-yaml";
import type { Finding } from "../../model/finding.ts";
import { pointerTo } from "../../model/json-pointer.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isMap, type ValueMap } from "../../model/value.ts";
import { isObjectMeant } from "../match-object.ts";
import { placeIn } from "../object-name.ts";
import { groupOf } from "../open-list.ts";
import type { RuleResult } from "../rule.ts";
import type { Scene } from "../scene.ts";

/** No Secret with values in it, neither as an object nor as text in another object. */
export function checkPlaintext(scene: Scene): RuleResult {
  const allowed = (scene.context.checks?.plaintext ?? []).filter((p) => p.action === "allow");
  return {
    findings: scene.manifests
      .filter(({ identity }) => !allowed.some(({ object }) => isObjectMeant(object, identity)))
      .flatMap((manifest) => checkObject(manifest)),
  };
}

function checkObject(manifest: Manifest): readonly Finding[] {
  const { kind } = manifest.identity;
  if (kind.toLowerCase() === "secret")
    return plainFields(manifest.body).map((at) => finding(manifest, at));
  if (kind !== "ConfigMap") return [];
  const data = manifest.body["data"];
  return isMap(data)
    ? Object.entries(data)
        .filter(([, text]) => typeof text === "string" && holdsSecret(text))
        .map(([key]) => finding(manifest, pointerTo("/data", key)))
    : [];
}

/** Pointers to the fields of a Secret that hold values; spelt as the API spells them or not. */
function plainFields(body: ValueMap): readonly string[] {
  if (groupOf(body["apiVersion"]) !== "") return [];
  const filled = Object.keys(body).filter((key) => isValues(key) && isFilled(body[key]));
  return filled.map((key) => pointerTo("", key));
}

function isValues(key: string): boolean {
  return ["data", "stringdata"].includes(key.toLowerCase());
}

function isFilled(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== "";
}

/** A text of one or more YAML or JSON documents, one of them a Secret. Anything else is not asked. */
function holdsSecret(text: string): boolean {
  if (!/\bkind\b/iu.test(text) || !/\bsecret(list)?\b/iu.test(text)) return false;
  return isSecretIn(readDocuments(text), new Set());
}

function readDocuments(text: string): readonly unknown[] {
  try {
    return loadAll(text);
  } catch {
    return [];
  }
}

/** Each node is asked once, so that aliases that multiply or lead back cost nothing. */
function isSecretIn(node: unknown, seen: Set<unknown>): boolean {
  if (typeof node !== "object" || node === null || seen.has(node)) return false;
  seen.add(node);
  const entries = new Map<string, unknown>(Object.entries(node));
  const kind = entries.get("kind");
  const isSecret = typeof kind === "string" && kind.toLowerCase() === "secret";
  if (isSecret && !String(entries.get("apiVersion")).includes("/")) {
    return [...entries].some(([key, value]) => isValues(key) && isFilled(value));
  }
  return [...entries.values()].some((value) => isSecretIn(value, seen));
}

function finding(manifest: Manifest, pointer: string): Finding {
  return {
    code: "SECRET_PLAINTEXT",
    level: "error",
    at: placeIn(manifest, pointer),
    says: "a Secret with its values in it would be committed in plain text",
    fix: "declare it under secrets/, or say under `checks.plaintext` in keelson.yaml what to do with it",
  };
}
