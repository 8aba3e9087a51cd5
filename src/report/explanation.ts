import type { ExplainedLayer, Explanation } from "../model/explanation.ts";
import { plain } from "./plain.ts";

const widestValue = 40;

/** Where a value comes from, for a person: what won first, then what it is over, who uses it, what is allowed. */
export function formatExplanation(explanation: Explanation): string {
  const { layers, usedBy, schema } = explanation;
  const rows: (readonly [string, string])[] = layers.map((layer, index) => [
    shownValue(layer, index),
    `${index === 0 ? "" : "  over "}${place(layer)}`,
  ]);
  if (layers.length === 0) rows.push(["(unset)", "no layer and no chart default sets it"]);
  if (usedBy !== undefined) rows.push(["used by", shownUsers(usedBy)]);
  if (schema !== undefined) rows.push(["schema", schema]);
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows.map(([label, text]) => plain(`${label.padEnd(width)}${text}\n`)).join("");
}

function shownUsers(usedBy: readonly string[] | "unknown"): string {
  if (usedBy === "unknown") return "cannot be told: no other value that was tried renders";
  return usedBy.length === 0 ? "no rendered object" : usedBy.join(", ");
}

function shownValue({ value, above }: ExplainedLayer, index: number): string {
  if (above !== undefined && value === null) return "(removed)";
  if (above !== undefined) return index === 0 ? "(absent)" : "(replaced)";
  const text = typeof value === "string" ? oneLine(value) : JSON.stringify(value);
  return text.length > widestValue ? `${text.slice(0, widestValue - 1)}…` : text;
}

/** Text stands as it is; what could be read as something else is quoted. */
function oneLine(text: string): string {
  return /^[A-Za-z*/][^\n"]*$/u.test(text) ? text : JSON.stringify(text);
}

function place({ file, line, column, isChartDefault, above, value }: ExplainedLayer): string {
  const at = `${file}:${line}:${column}${isChartDefault ? " (chart default)" : ""}`;
  if (above === undefined) return at;
  return `${at}, where \`${above}\` is ${typeof value === "string" ? value : "null"}`;
}
