import type { Finding } from "../model/finding.ts";
import type { ValueMap } from "../model/value.ts";
import { isSecretPath } from "./mask-secrets.ts";
import { pointerKeys, pointerPath } from "./pointer.ts";

/** Findings about what the schema marks as secret, without a word or a line of the value. */
export function concealFindings(
  findings: readonly Finding[],
  schema: ValueMap,
): readonly Finding[] {
  return findings.map((finding) => {
    const { pointer } = finding.at;
    if (pointer === undefined || !isSecretPath(schema, pointerKeys(pointer))) return finding;
    return { ...finding, concealed: true, ...withoutValue(finding, pointer) };
  });
}

/** Only a trap quotes what is written. */
function withoutValue({ code }: Finding, pointer: string): Pick<Finding, "says" | "fix"> | object {
  if (code !== "VALUES_YAML_TRAP") return {};
  const says = `\`${pointerPath(pointer)}\` is written so that readers take it differently`;
  return { says, fix: "declare it under secrets/; a value that is none goes in quotes" };
}
