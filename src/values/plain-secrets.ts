import type { Finding } from "../model/finding.ts";
import { pointerKeys, pointerPath } from "../model/json-pointer.ts";
import type { ResolvedValues } from "../model/layer.ts";
import type { ValueMap } from "../model/value.ts";
import { isSecretPath } from "./mask-secrets.ts";

/** A finding for each value that is written out although the schema marks it `x-secret: true`. */
export function findPlainSecrets(
  { origins }: ResolvedValues,
  schema: ValueMap,
): readonly Finding[] {
  if (!JSON.stringify(schema).includes('"x-secret"')) return [];
  return [...origins].flatMap(([pointer, stack]) => {
    const plain = stack.find(({ value }) => isPlain(value));
    if (plain === undefined || !isSecretPath(schema, pointerKeys(pointer))) return [];
    const { file, line, column } = plain;
    return [
      {
        code: "VALUES_PLAIN_SECRET",
        level: "error",
        at: { file, line, column, pointer },
        says: `\`${pointerPath(pointer)}\` is secret by the schema and stands here in plain text`,
        fix: "take it out, change it wherever it is used, and declare it under secrets/",
        concealed: true,
      } as const,
    ];
  });
}

/** Also a value that a layer above overrides is in Git. */
function isPlain(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}
