import type { Finding } from "../model/finding.ts";

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

/**
 * The same JSON, or YAML with all its strings on one line: the runner of a GitHub workflow obeys `##[name …]`
 * anywhere in a line, so none is left. `::name …::` is obeyed at a line's start alone, where no string stands.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replaceAll("##[", String.raw`##\u005b`);
}
