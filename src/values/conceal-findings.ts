import type { Finding } from "../model/finding.ts";
import { pointerKeys, pointerPath } from "../model/json-pointer.ts";
import type { ValueMap } from "../model/value.ts";
import { isSecretPath } from "./mask-secrets.ts";

/**
 * Findings about what the schema marks as secret, without a word or a line of the value; nor is a line of
 * a file shown in which a secret stands, since it may stand on that very line or the one before.
 */
export function concealFindings(
  findings: readonly Finding[],
  schema: ValueMap,
): readonly Finding[] {
  const marked = findings.map((finding) => {
    const { pointer } = finding.at;
    const isSecret = pointer !== undefined && isSecretPath(schema, pointerKeys(pointer));
    return isSecret ? conceal(finding) : finding;
  });
  return concealNeighbours(marked);
}

/** No line of a file that one of the findings conceals. */
export function concealNeighbours(findings: readonly Finding[]): readonly Finding[] {
  const files = new Set(findings.flatMap(({ at, concealed }) => (concealed ? [at.file] : [])));
  return findings.map((finding) =>
    files.has(finding.at.file) ? { ...finding, concealed: true } : finding,
  );
}

/** A finding in a place that may hold a secret: its line is never shown, and its words quote nothing. */
export function conceal(finding: Finding): Finding {
  return { ...finding, concealed: true, ...withoutValue(finding) };
}

/** What quotes the text that is written: a password may look like a number, a tag or an alias. */
function withoutValue({ code, at }: Finding): Pick<Finding, "says" | "fix"> | object {
  const path = at.pointer === undefined ? "this" : `\`${pointerPath(at.pointer)}\``;
  switch (code) {
    case "VALUES_YAML_TRAP":
      return {
        says: `${path} is written so that readers take it differently`,
        fix: "declare it under secrets/; a value that is none goes in quotes",
      };
    case "VALUES_YAML_TAG":
      return {
        says: `${path} has a tag, which is not read the same by all readers`,
        fix: "write the plain value, quoted if it is text",
      };
    case "VALUES_YAML":
      return {
        says: `${path} is not YAML 1.2`,
        fix: "mend the YAML here or just above: a tab, an alias, a quote or bracket left open",
      };
    default:
      return {};
  }
}
