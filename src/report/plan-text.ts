import type { Plan } from "../model/plan.ts";
import { paint } from "./findings.ts";
import { plain } from "./plain.ts";

const marks = { added: "+", changed: "~", removed: "-" } as const;

/** What a publish would do to one branch: each file, and the commit's message. */
export function formatPlan(plan: Plan, options: { colour: boolean }): string {
  const colours = paint(options.colour);
  const files = plan.changes.map(({ path, change }) => `  ${marks[change]} ${plain(path)}`);
  const message = plan.commit?.message.trimEnd().split("\n") ?? [];
  const quoted = message.map((line) => colours.dim(`  | ${plain(line)}`.trimEnd()));
  const head = `${plain(plan.branch)}: ${plan.outcome}, ${plan.unchanged} unchanged`;
  return `${[head, ...files, ...quoted].join("\n")}\n`;
}
