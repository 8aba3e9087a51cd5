import type { Finding } from "../model/finding.ts";

/** Findings for programs: `{ "findings": [...], "errors": n, "warnings": n }`. */
export function formatJson(findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const report = { findings, errors, warnings: findings.length - errors };
  return formatJsonText(report);
}

/** A value as JSON to print: the runner of a workflow obeys `##[name …]` anywhere in a line, so none is left. */
export function formatJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replaceAll("##[", String.raw`##\u005b`)}\n`;
}
