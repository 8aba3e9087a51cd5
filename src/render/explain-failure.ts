import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { type LocateTemplate, locateTemplates } from "./chart-paths.ts";
import type { SourceFile } from "./search-sources.ts";
import type { RenderedRelease } from "./split-render.ts";

const templatePlace = /\(?((?:[\w.-]+\/)+(?:templates|crds)\/[\w./-]+?):(\d+)(?::(\d+))?\)?/;
const yamlPlace = /YAML parse error on ((?:[\w.-]+\/)+[\w./-]+): .*?line (\d+)/;

/**
 * One finding for each release that helm could not render, with template and line where helm names them: the
 * template's path in the repository where its chart is among `charts`, the files of local charts.
 */
export function failureFindings(
  releases: readonly RenderedRelease[],
  charts: readonly SourceFile[] = [],
): readonly Finding[] {
  if (releases.every(({ failure }) => failure === undefined)) return [];
  const locate = locateTemplates(charts);
  return releases.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [failureFinding(name, failure, locate)],
  );
}

function failureFinding(release: string, said: string, locate: LocateTemplate): Finding {
  const lines = said
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.startsWith("Use --debug"));
  const start = Math.max(
    lines.findIndex((line) => line.startsWith("Error: ")),
    0,
  );
  const cause = (lines[start] ?? "helm said nothing").replace(/^Error: /, "");
  const notes = lines.slice(start + 1).slice(0, 12);
  return {
    code: "RENDER_FAILED",
    level: "error",
    at: placeIn(said, locate),
    says: `release ${release}: ${cause}`,
    fix: "mend the chart or its values, then render again",
    ...(notes.length > 0 && { notes }),
  };
}

function placeIn(said: string, locate: LocateTemplate): Place {
  const [, file, line, column] = templatePlace.exec(said) ?? yamlPlace.exec(said) ?? [];
  if (file === undefined) return {};
  return {
    file: locate(file) ?? file,
    line: Number(line),
    ...(column !== undefined && { column: Number(column) }),
  };
}

/**
 * The cause in one line of what Helmfile printed when it failed as a whole: a failing hook's own first
 * words, a tool's own error, else Helmfile's first line.
 */
export function helmfileCause(stderr: string): {
  readonly cause: string;
  readonly notes: readonly string[];
} {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  const said =
    section(lines, "STDOUT:") ?? section(lines, "COMBINED OUTPUT:") ?? section(lines, "STDERR:");
  const [first, ...rest] = said ?? lines.filter((line) => line !== "" && !isNoise(line));
  return { cause: first ?? "helmfile said nothing", notes: rest.slice(0, 12) };
}

function section(lines: readonly string[], title: string): readonly string[] | undefined {
  const start = lines.indexOf(title);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line !== "" && !line.startsWith(" "));
  const content = rest.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
  const said = content.filter((line) => line !== "");
  return said.length === 0 ? undefined : said;
}

function isNoise(line: string): boolean {
  return /^(?:hook\[|Templating release=|Building dependency|Adding repo|Comparing release=)/.test(
    line,
  );
}
