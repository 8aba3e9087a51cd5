import { isScalar, Scalar, type Node } from "yaml";
import { findTrap, type YamlTrap } from "./yaml-traps.ts";

interface ReadKey {
  readonly key?: string;
  readonly trap?: YamlTrap & { readonly code: string };
}

/** The text of a map's key, and why it may not be written so: keys are text, or whole numbers as written. */
export function readKey(node: Node | null | undefined): ReadKey {
  if (!isScalar(node) || node.type?.startsWith("BLOCK") === true)
    return { trap: { code: "VALUES_KEY", ...notText } };
  const key = String(node.value);
  if (node.tag !== undefined) return { key, trap: { code: "VALUES_YAML_TAG", ...tagged } };
  return node.type === Scalar.PLAIN ? readPlainKey(node) : { key };
}

function readPlainKey({ source = "", value }: Scalar): ReadKey {
  const trap = findTrap(source);
  if (trap !== undefined) {
    const { says } = trap;
    return { key: source, trap: { code: "VALUES_YAML_TRAP", says, fix: `write "${source}"` } };
  }
  const isWholeNumber = typeof value === "bigint" && String(value) === source;
  if (typeof value === "string" || isWholeNumber) return { key: source };
  return { key: source, trap: { code: "VALUES_YAML_TRAP", ...notTextToAll(source) } };
}

const tagged: YamlTrap = {
  says: "a tag on a key is not read the same by all readers",
  fix: "write the key without it, in quotes",
};

const notText: YamlTrap = {
  says: "a key must be text on one line, and this is a map, a list, an alias, a block or nothing",
  fix: "write the key out, in quotes",
};

function notTextToAll(source: string): YamlTrap {
  return {
    says: `the key \`${source}\` is not text to every reader`,
    fix: source === "" ? "write the key out" : `write "${source}"`,
  };
}
