import type { FieldChange } from "../model/manifest-diff.ts";
import type { ObjectIdentity } from "../model/manifest.ts";
import { asText, isList, isMap, type Value } from "../model/value.ts";

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
  if (own?.test(field.path) === true || everywhere.test(field.path))
    return hideField(field, hideAll);
  if (secretVariable.test(field.path) || secretName.test(field.path))
    return hideField(field, hideText);
  return hideField(field, hideInside);
}

function hideField(field: FieldChange, hide: (value: Value) => Value): FieldChange {
  const { before, after, lines, ...rest } = field;
  return {
    ...rest,
    ...(before !== undefined && { before: hide(before) }),
    ...(after !== undefined && { after: hide(after) }),
    ...(lines !== undefined && {
      lines: hide === hideAll ? [] : lines.map((line) => ({ ...line, text: hideLine(line.text) })),
    }),
  };
}

function hideLine(text: string): string {
  return text.replace(secretLine, `$1${hidden}`).replaceAll(addressWithPassword, `$1:${hidden}@`);
}

function hideText(value: Value): Value {
  return typeof value === "string" ? hidden : hideInside(value);
}

/** Keys stay: which ones there are is what a reader must see. */
function hideAll(value: Value): Value {
  if (isMap(value)) return mapValues(value, hideAll);
  return isList(value) ? value.map(hideAll) : hidden;
}

function hideInside(value: Value): Value {
  if (typeof value === "string") return value.split("\n").map(hideLine).join("\n");
  if (isList(value)) return value.map(hideInside);
  if (!isMap(value)) return value;
  const hides = secretVariable.test(`env[${asText(value["name"])}].value`);
  return mapValues(value, (each, key) =>
    secretName.test(key) || (hides && key === "value") ? hideText(each) : hideInside(each),
  );
}

function mapValues(
  map: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Value,
): Value {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
