import type { KeelsonError } from "../model/keelson-error.ts";
import { formatFindings, formatPlace, paint, type TextOptions } from "./findings.ts";
import { plain } from "./plain.ts";

/** What a person reads when a step stopped: the findings if it has any, else place, code, cause and mend. */
export function formatFailure(error: KeelsonError, options: TextOptions): string {
  if (error.findings.length > 0) return formatFindings(error.findings, options);
  const colours = paint(options.colour);
  const place = formatPlace(error.at);
  const head = [place, colours.red(error.code), plain(error.message)].filter((part) => part !== "");
  return `${head.join("  ")}\n  fix: ${plain(error.fix)}\n`;
}
