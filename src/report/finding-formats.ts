import type { Finding } from "../model/finding.ts";
import { formatFindings, type TextOptions } from "./findings.ts";
import { formatGithub } from "./github.ts";
import { formatJson } from "./json.ts";
import { formatSarif } from "./sarif.ts";

/** How findings can be printed: for people, programs, code scanning, and GitHub's runner. */
export const findingFormats = ["text", "json", "sarif", "github"] as const;
export type FindingFormat = (typeof findingFormats)[number];

/** Findings in one of the formats. */
export function formatFindingsAs(
  format: FindingFormat,
  findings: readonly Finding[],
  options: TextOptions,
): string {
  if (format === "json") return formatJson(findings);
  if (format === "sarif") return formatSarif(findings);
  if (format === "github") return formatGithub(findings);
  return formatFindings(findings, options);
}
