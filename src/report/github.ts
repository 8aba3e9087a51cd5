import type { Finding } from "../model/finding.ts";
import { plain } from "./plain.ts";

/**
 * Findings as workflow commands of GitHub's runner, which puts them on the lines of a pull request. Nothing
 * that a file or manifest says can start a command of its own.
 * @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export function formatGithub(findings: readonly Finding[]): string {
  return findings.map((finding) => `${formatCommand(finding)}\n`).join("");
}

function formatCommand({ code, level, at, says, fix, notes }: Finding): string {
  const properties = [
    ["file", at.file],
    ["line", at.line],
    ["col", at.line === undefined ? undefined : at.column],
    ["title", code],
  ] as const;
  const shown = properties.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  const about = at.object === undefined ? says : `${at.object}: ${says}`;
  const message = [about, ...(notes ?? []), `fix: ${fix}`].join("\n");
  return `::${level} ${shown.join(",")}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return plain(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
