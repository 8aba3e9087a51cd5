import { isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";

const key = "trustedSealingKeys";

/** keelson.yaml with one more trusted sealing key; every other byte stays as it is, comments too. */
export function trustSealingKey(text: string, environment: string, fingerprint: string): string {
  const document = parseDocument(text);
  const settings = document.getIn(["environments", environment], true);
  const keys = isMap(settings) ? settings.get(key, true) : undefined;
  const trusted = isSeq(keys) ? keys.items.map((item) => (isScalar(item) ? item.value : item)) : [];
  if (trusted.includes(fingerprint)) return text;
  if (isBlock(keys)) return insertAfter(text, keys, `- ${fingerprint}`);
  if (keys === undefined && isBlock(settings)) {
    return insertAfter(text, settings, `${key}:\n  - ${fingerprint}`);
  }
  // Flow style, or an environment that is not there: written anew, in the library's own layout.
  document.setIn(["environments", environment, key], [...trusted, fingerprint]);
  return document.toString({ lineWidth: 0 });
}

/** A list or map with an entry on each line. */
function isBlock(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0;
}

/** Lines after the last one of a block collection, as deep as its entries are. */
function insertAfter(text: string, node: YAMLMap | YAMLSeq, lines: string): string {
  const [start, end] = node.range ?? [0, text.length];
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  const head = text.slice(0, end).trimEnd();
  const added = lines.replaceAll(/^/gm, indent);
  return `${head}\n${added}${text.slice(head.length)}`;
}
