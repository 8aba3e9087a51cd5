import { formatDiffMarkdown, type EnvironmentDiff } from "./diff-markdown.ts";
import { formatDiffText } from "./diff-text.ts";
import { formatFindings, paint } from "./findings.ts";
import { formatJsonText } from "./json.ts";
import { plain } from "./plain.ts";

export interface DiffFormat {
  readonly format: "text" | "markdown" | "json";
  readonly colour: boolean;
}

/** Diffs of several environments in one of the formats. */
export function formatDiffs(diffs: readonly EnvironmentDiff[], options: DiffFormat): string {
  if (options.format === "json") return formatJsonText({ environments: diffs });
  if (options.format === "markdown") return formatDiffMarkdown(diffs);
  const colours = paint(options.colour);
  return diffs
    .map(({ environment, against, diff, findings = [] }) => {
      const head = colours.bold(plain(environment));
      const odd = findings.length === 0 ? "" : formatFindings(findings, options);
      return `${head} against ${plain(against)}\n${odd}${formatDiffText(diff, options)}`;
    })
    .join("\n");
}
