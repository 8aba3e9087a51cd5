import type { Finding } from "../model/finding.ts";

/** Findings for programs: `{ "findings": [...], "errors": n, "warnings": n }`. */
export function formatJson(findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const report = { findings, errors, warnings: findings.length - errors };
  return `${JSON.stringify(report, null, 2)}\n`;
}
