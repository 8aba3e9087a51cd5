/** One `{{ … }}` of a Go template. */
export interface TemplateAction {
  /** What stands between the braces; comments are no actions. */
  readonly code: string;
  /** The same with every quoted text emptied: what is left are names and numbers. */
  readonly bare: string;
  /** Line of its first brace, from 1. */
  readonly line: number;
}

const quotedPattern = /"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'/;
const quoted = new RegExp(quotedPattern, "g");
const action = new RegExp(
  `\\{\\{-?\\s*(\\/\\*[\\s\\S]*?\\*\\/\\s*-?\\}\\}|(?:${quotedPattern.source}|(?!\\}\\})[\\s\\S])*\\}\\})`,
  "g",
);

/** The actions of a Go template, in order. */
export function templateActions(text: string): readonly TemplateAction[] {
  if (!text.includes("{{")) return [];
  const actions: TemplateAction[] = [];
  let line = 1;
  let last = 0;
  for (const found of text.matchAll(action)) {
    line += countLines(text, last, found.index);
    last = found.index;
    const code = (found[1] ?? "").replace(/-?\}\}$/, "");
    if (!code.startsWith("/*")) actions.push({ code, bare: code.replaceAll(quoted, '""'), line });
  }
  return actions;
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    lines += 1;
  }
  return lines;
}
