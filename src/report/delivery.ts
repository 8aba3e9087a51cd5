import type { Link } from "../model/link.ts";
import type { Plan } from "../model/plan.ts";
import { counted } from "./counted.ts";
import { paint } from "./findings.ts";
import { summarizeLinks } from "./links.ts";
import { plain } from "./plain.ts";

/** One environment of a delivery, for its line. */
export interface DeliveredLine {
  readonly plan: Plan;
  /** The new commit, when there is one. */
  readonly commit?: string;
  readonly objects: number;
  readonly findings: number;
  readonly seconds: number;
}

/** One environment as soon as it is rendered and checked: its objects, its links, how long it took. */
export function formatChecked(checked: {
  readonly environment: string;
  readonly manifests: readonly unknown[];
  readonly links: readonly Link[];
  readonly seconds: number;
}): string {
  const { environment, manifests, links, seconds } = checked;
  const name = `${plain(environment)}:`.padEnd(9);
  const objects = counted(manifests.length, "object");
  return `  ${name} ${objects}, ${summarizeLinks(links)}  ${seconds.toFixed(1)} s\n`;
}

/** The lines of a delivery: each environment's counts beside its plan. Both lists are in the same order. */
export function deliveredLines(
  checked: readonly {
    readonly manifests: readonly unknown[];
    readonly findings: readonly unknown[];
    readonly seconds: number;
  }[],
  published: readonly { readonly plan: Plan; readonly commit?: string }[],
): DeliveredLine[] {
  return published.map((one, index) => ({
    ...one,
    objects: checked[index]?.manifests.length ?? 0,
    findings: checked[index]?.findings.length ?? 0,
    seconds: checked[index]?.seconds ?? 0,
  }));
}

/**
 * What a publish did: one line for each environment with objects, findings, what changed, the commit and
 * the seconds it took, in columns.
 */
export function formatDelivery(
  lines: readonly DeliveredLine[],
  options: { colour: boolean },
): string {
  const colours = paint(options.colour);
  const counts = lines.map(({ plan, objects, findings }) => ({
    branch: plain(plan.branch),
    objects: counted(objects, "object"),
    findings: counted(findings, "finding"),
  }));
  const rows = lines.map((line, index) => {
    const { branch = "", objects = "", findings = "" } = counts[index] ?? {};
    const { plan, seconds } = line;
    const parts = [
      branch.padEnd(widest(counts, "branch")),
      outcome(line).padEnd(12),
      objects.padEnd(widest(counts, "objects")),
      findings.padEnd(widest(counts, "findings")),
      `${seconds.toFixed(1)} s`,
      colours.dim(changes(plan)),
    ];
    return `  ${parts.join("  ").trimEnd()}`;
  });
  return `${rows.join("\n")}\n`;
}

function widest<Column extends string>(
  rows: readonly Readonly<Record<Column, string>>[],
  column: Column,
): number {
  return Math.max(0, ...rows.map((row) => row[column].length));
}

function outcome({ plan, commit }: DeliveredLine): string {
  if (commit !== undefined) return commit.slice(0, 7);
  return plan.outcome === "commit" ? "to commit" : plan.outcome;
}

function changes({ changes: files, tip }: Plan): string {
  if (tip === undefined) return "first";
  const count = (change: string): number => files.filter((file) => file.change === change).length;
  const parts = ["added", "changed", "removed"].map((change) => `${count(change)} ${change}`);
  return files.length === 0 ? "" : parts.filter((part) => !part.startsWith("0 ")).join(", ");
}
