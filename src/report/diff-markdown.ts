import type { Finding } from "../model/finding.ts";
import type { FieldChange, ManifestDiff, ObjectChange } from "../model/manifest-diff.ts";
import { counted } from "./counted.ts";
import { countChanges, countNoise, sortChanges } from "./diff-summary.ts";
import { formatChange, formatIdentity, shortenPath } from "./diff-value.ts";
import { plain } from "./plain.ts";

/** The diff of one environment. */
export interface EnvironmentDiff {
  readonly environment: string;
  /** What it was compared with, in words: `the published branch`, `1f3c0de`. */
  readonly against: string;
  readonly diff: ManifestDiff;
  /** What is odd about the change as a whole, such as a release that vanished. */
  readonly findings?: readonly Finding[];
}

export interface MarkdownOptions {
  /** The most characters. Default: what GitHub takes. */
  readonly most?: number;
  /** Address of the run that keeps the whole diff as an artifact. Left out: there is none. */
  readonly run?: string;
}

/** GitHub cuts comments at 65,536 characters; some room is left for what a workflow adds. */
export const mostCharacters = 60_000;

/**
 * Diffs as one pull-request comment: counts first, then what is risky, then each object folded. What does
 * not fit is counted, never cut in the middle.
 */
export function formatDiffMarkdown(
  diffs: readonly EnvironmentDiff[],
  { most = mostCharacters, run }: MarkdownOptions = {},
): string {
  const heads = diffs.map(formatHead).join("\n");
  let room = most - heads.length - 200 * (diffs.length + 1);
  const sections = diffs.map(({ environment, diff }) => {
    const { shown, noisy } = sortChanges(diff);
    const objects: string[] = [];
    for (const object of shown.map(formatObject)) {
      if (object.length > room) break;
      room -= object.length + 1;
      objects.push(object);
    }
    const rest = shown.length - objects.length;
    const ends = [
      ...(noisy.length > 0 ? [`_${countNoise(noisy)}_`] : []),
      ...(rest > 0 ? [`_${counted(rest, "more object")}:${whereRest(environment, run)}`] : []),
    ];
    const body = [...objects, ...ends].join("\n");
    return body === "" ? "" : `\n### ${escape(environment)}\n\n${body}\n`;
  });
  return `${heads}\n${sections.join("")}\n${whereAll(run)}Secret values are never shown.\n`;
}

function whereRest(environment: string, run: string | undefined): string {
  return run === undefined ? ` run_ ${code(`keelson diff ${environment}`)}` : " in the whole diff_";
}

function whereAll(run: string | undefined): string {
  return run === undefined ? "" : `The whole diff is an artifact of [this run](${run}). `;
}

function formatHead({ environment, against, diff, findings = [] }: EnvironmentDiff): string {
  const odd = findings.map(({ says }) => `- ⚠ ${escape(says)}`);
  const risks = diff.changes.flatMap((change) =>
    change.risks
      .filter((risk) => risk.level === "danger")
      .map((risk) => {
        const name = code(formatIdentity(change.identity).slice(0, 300));
        return `- ⚠ ${name}: ${escape(risk.says.slice(0, 300))}`;
      }),
  );
  const most = 20;
  const rest = risks.length > most ? [`- and ${risks.length - most} more`] : [];
  const head = `**${escape(environment)}** against ${escape(against)}: ${countChanges(diff)}`;
  return [head, ...odd.slice(0, most), ...risks.slice(0, most), ...rest, ""].join("\n");
}

function formatObject(change: ObjectChange): string {
  const { identity, previous, risks } = change;
  const from = previous === undefined ? "" : ` (was ${escape(formatIdentity(previous))})`;
  const mark = risks.some((risk) => risk.level === "danger") ? "⚠ " : "";
  const head = `${mark}${change.change} ${escape(formatIdentity(identity))}${from}`;
  const fields = change.fields.filter((field) => field.isNoise !== true);
  const rows = fields.slice(0, 40).map(formatField);
  const rest = fields.length > 40 ? [`and ${counted(fields.length - 40, "more field")}`] : [];
  const says = risks.map((risk) => `- ${escape(risk.says)}`);
  if (rows.length + says.length === 0) return `- ${head}\n`;
  const fence = rows.length === 0 ? [] : ["```diff", ...rows, ...rest, "```"];
  return [
    "<details>",
    `<summary>${head}</summary>`,
    "",
    ...says,
    "",
    ...fence,
    "",
    "</details>",
    "",
  ].join("\n");
}

function formatField(field: FieldChange): string {
  const path = shortenPath(field.path);
  const said = formatChange(field);
  if (said !== undefined) return inFence(`${markOf(field)} ${path}: ${said.replace(/^[-+] /, "")}`);
  const lines = (field.lines ?? []).slice(0, 40);
  const texts = lines.map(({ mark, text }) => `${mark} ${plain(text).slice(0, 200)}`);
  return inFence([`! ${path}`, ...texts].join("\n"));
}

function markOf({ before, after }: FieldChange): string {
  if (before === undefined) return "+";
  return after === undefined ? "-" : "!";
}

/** Nothing inside may end the fence. */
function inFence(text: string): string {
  return text.replaceAll("```", "ˋˋˋ");
}

function code(text: string): string {
  return `\`${plain(text).replaceAll("`", "ˋ")}\``;
}

/** Text from manifests must not become Markdown, HTML, a link or a mention. */
function escape(text: string): string {
  return plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]()#+!|~@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll("\n", " ");
}
