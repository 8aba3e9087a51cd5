import picocolors from "picocolors";
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { counted } from "./counted.ts";
import { formatExcerpt } from "./excerpt.ts";
import { plain } from "./plain.ts";

export interface TextOptions {
  readonly colour: boolean;
  /** Text of the files that findings name, for excerpts; a file that is not here gets none. */
  readonly sources?: ReadonlyMap<string, string>;
}

type Colours = ReturnType<typeof picocolors.createColors>;

export function paint(colour: boolean): Colours {
  return picocolors.createColors(colour);
}

/** Findings as a person reads them: place first, the source line under it, the mend, and a count at the end. */
export function formatFindings(findings: readonly Finding[], options: TextOptions): string {
  const blocks = findings.map((finding) => formatFinding(finding, options));
  return `${blocks.join("")}${countFindings(findings)}\n`;
}

/** `2 errors, 1 warning in 2 files`. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.level === "error").length;
  const warnings = findings.length - errors;
  const counts = [count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "");
  const files = new Set(findings.map((finding) => finding.at.file).filter(Boolean));
  const where = files.size > 0 ? ` in ${count(files.size, "file")}` : "";
  return counts.length === 0 ? "no findings" : `${counts.join(", ")}${where}`;
}

/** `environments/prod.yaml:14:5`, or the object where there is no file. */
export function formatPlace(at: Place): string {
  if (at.file === undefined) return plain(at.object ?? "");
  const line = at.line === undefined ? "" : `:${at.line}`;
  const column = at.line === undefined || at.column === undefined ? "" : `:${at.column}`;
  return plain(`${at.file}${line}${column}`);
}

function formatFinding(finding: Finding, options: TextOptions): string {
  const colours = paint(options.colour);
  const mark = finding.level === "error" ? colours.red : colours.yellow;
  const place = formatPlace(finding.at);
  const head = [place, mark(finding.code), plain(finding.says)].filter((part) => part !== "");
  const source =
    finding.concealed === true ? undefined : options.sources?.get(finding.at.file ?? "");
  const about = finding.at.file === undefined ? undefined : finding.at.object;
  const lines = [
    head.join("  "),
    ...formatExcerpt(finding.at, source).map((line) => colours.dim(line)),
    ...(about === undefined ? [] : [`  in ${plain(about)}`]),
    ...(finding.notes ?? []).map((note) => `  ${plain(note)}`),
    `  fix: ${plain(finding.fix)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : counted(number, noun);
}
