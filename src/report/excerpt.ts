import type { Place } from "../model/place.ts";
import { plain } from "./plain.ts";

/** The line of a place and the one before it, numbered, with a mark under the column; nothing without a line. */
export function formatExcerpt(at: Place, source: string | undefined): string[] {
  if (source === undefined || at.line === undefined) return [];
  const lines = source.split(/\r?\n/u);
  const width = String(at.line).length + 3;
  const rows = [at.line - 1, at.line]
    .filter((number) => lines[number - 1]?.trim())
    .map((number) => `${String(number).padStart(width)} | ${plain(lines[number - 1] ?? "")}`);
  const mark = at.column === undefined ? "" : markWord(lines[at.line - 1] ?? "", at.column);
  return mark === "" ? rows : [...rows, `${" ".repeat(width)} | ${mark}`];
}

/** Carets under the word that starts at a column. */
function markWord(line: string, column: number): string {
  const word = /^(?:[\w.-]+|\S)/u.exec(line.slice(column - 1))?.[0] ?? "";
  return word === "" ? "" : " ".repeat(column - 1) + "^".repeat(word.length);
}
