import type { FieldChange, ManifestDiff, ObjectChange, TextLine } from "../model/manifest-diff.ts";
import { counted } from "./counted.ts";
import { countChanges, countNoise, sortChanges } from "./diff-summary.ts";
import { formatChange, formatIdentity, shortenPath } from "./diff-value.ts";
import { paint } from "./findings.ts";
import { plain } from "./plain.ts";

export interface DiffTextOptions {
  readonly colour: boolean;
  /** Fields of one object, and lines of one text, that are shown before the rest is counted. Default 40. */
  readonly mostFields?: number;
}

type Colours = ReturnType<typeof paint>;

const marks = { added: "+", removed: "-", changed: "", renamed: "" } as const;

/** A diff as a person reads it in a terminal: each object with its risks and fields, the counts at the end. */
export function formatDiffText(diff: ManifestDiff, options: DiffTextOptions): string {
  const colours = paint(options.colour);
  const { shown, noisy } = sortChanges(diff);
  const objects = shown.map((change) => formatObject(change, colours, options.mostFields ?? 40));
  const noise = noisy.length === 0 ? [] : [colours.dim(countNoise(noisy))];
  const end = `${countChanges(diff)}. Secret values are never shown.`;
  return `${[...objects, ...noise, end].join("\n")}\n`;
}

function formatObject(change: ObjectChange, colours: Colours, mostFields: number): string {
  const { identity, previous, risks } = change;
  const name = `${marks[change.change]} ${formatIdentity(identity)}`.trimStart();
  const from = previous === undefined ? "" : `  renamed from ${formatIdentity(previous)}`;
  const head = paintHead(change, colours)(`${name}${from}`);
  const warnings = risks.map((risk) =>
    (risk.level === "danger" ? colours.red : colours.yellow)(`! ${plain(risk.says)}`),
  );
  const [first, ...others] = warnings;
  const fields = change.fields.filter((field) => field.isNoise !== true);
  const width = Math.min(60, Math.max(0, ...fields.map(({ path }) => shortenPath(path).length)));
  const rows = fields
    .slice(0, mostFields)
    .flatMap((field) => formatField(field, colours, { width, mostFields }));
  const rest = fields.length - mostFields;
  return [
    first === undefined ? head : `${head.padEnd(70)}  ${first}`,
    ...others.map((warning) => `  ${warning}`),
    ...rows,
    ...(rest > 0 ? [colours.dim(`  and ${counted(rest, "more field")}`)] : []),
  ].join("\n");
}

function paintHead({ change }: ObjectChange, colours: Colours): (text: string) => string {
  if (change === "added") return colours.green;
  return change === "removed" ? colours.red : colours.bold;
}

function formatField(
  field: FieldChange,
  colours: Colours,
  { width, mostFields }: { readonly width: number; readonly mostFields: number },
): readonly string[] {
  const path = shortenPath(field.path);
  const said = formatChange(field);
  if (said !== undefined) return [`  ${path.padEnd(width)}  ${said}`];
  const lines = field.lines ?? [];
  const rest = lines.length - mostFields;
  return [
    `  ${path}`,
    ...lines.slice(0, mostFields).map((line) => `    ${paintLine(line, colours)}`),
    ...(rest > 0 ? [colours.dim(`    and ${counted(rest, "more line")}`)] : []),
  ];
}

function paintLine({ mark, text }: TextLine, colours: Colours): string {
  const line = `${mark} ${plain(text)}`.slice(0, 200);
  if (mark === " ") return colours.dim(line);
  return mark === "+" ? colours.green(line) : colours.red(line);
}
