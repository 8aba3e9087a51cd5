import type { FieldChange, TextLine } from "../model/manifest-diff.ts";
import type { ObjectIdentity } from "../model/manifest.ts";
import { asText, isList, isMap, type Value, type ValueMap } from "../model/value.ts";

/** What stands in place of a value that is not shown. */
export const hidden = "(hidden)";

/** By kind and group: the fields whose values are secret, or say nothing. */
const secretFields: Readonly<Record<string, RegExp>> = {
  "Secret.": /^(?:data|stringData)\b/,
  "SealedSecret.bitnami.com": /^spec\.(?:encryptedData|template\.data)\b/,
};
const everywhere = /^metadata\.annotations\[kubectl\.kubernetes\.io\/last-applied-configuration\]/;
const secretName =
  /(?:passw(?:or)?d|passphrase|secret|token|credentials?|(?:private|api|access|secret)[-_.]?key)\]?$/i;
const secretVariable =
  /\benv\[[^\]]*(?:PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY)[^\]]*\]\.value$/i;
const secretLine =
  /^(\s*[-\w."']*(?:passw(?:or)?d|secret|token|credential|private[-_.]?key)[-\w."']*\s*[:=]\s*)\S.*$/i;
const addressWithPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;

/** The change as it may be shown to anyone who may see the diff. */
export function hideSecrets(field: FieldChange, { kind, group }: ObjectIdentity): FieldChange {
  const own = secretFields[`${kind}.${group}`];
  const { before, after, lines, path, ...rest } = field;
  const isOwn = (at: string): boolean => own?.test(at) === true || everywhere.test(at);
  return {
    path,
    ...rest,
    ...(before !== undefined && { before: hideValue(before, path, isOwn) }),
    ...(after !== undefined && { after: hideValue(after, path, isOwn) }),
    ...(lines !== undefined && { lines: isOwn(path) ? [] : lines.map(hideTextLine) }),
  };
}

type IsSecret = (path: string) => boolean;

/** Keys stay: which ones there are is what a reader must see. */
function hideValue(value: Value, path: string, isOwn: IsSecret): Value {
  if (isMap(value)) return hideMap(value, path, isOwn);
  if (isList(value)) return value.map((each) => hideValue(each, itemPath(path, each), isOwn));
  if (isOwn(path)) return hidden;
  if (typeof value !== "string") return value;
  if (secretVariable.test(path) || secretName.test(path)) return hidden;
  return value.split("\n").map(hideLine).join("\n");
}

function hideMap(map: ValueMap, path: string, isOwn: IsSecret): Value {
  const entries = Object.entries(map).map(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return [key, hideValue(value, at, isOwn)] as const;
  });
  return Object.fromEntries(entries);
}

function itemPath(path: string, item: Value): string {
  return `${path}[${isMap(item) ? asText(item["name"]) : ""}]`;
}

function hideTextLine(line: TextLine): TextLine {
  return { ...line, text: hideLine(line.text) };
}

function hideLine(text: string): string {
  return text.replace(secretLine, `$1${hidden}`).replaceAll(addressWithPassword, `$1:${hidden}@`);
}
