import type { Finding } from "../model/finding.ts";
import { withoutCommands } from "../model/workflow-command.ts";

/** Findings for programs: `{ "findings": [...], "errors": n, "warnings": n }`. */
export function formatJson(findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const report = { findings, errors, warnings: findings.length - errors };
  return formatJsonText(report);
}

/** A value as JSON to print. */
export function formatJsonText(value: unknown): string {
  return `${withoutCommands(JSON.stringify(value, null, 2))}\n`;
}

/** The same on one line. */
export function formatJsonLine(value: unknown): string {
  return `${withoutCommands(JSON.stringify(value))}\n`;
}
