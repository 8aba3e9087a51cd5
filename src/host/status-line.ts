/** The two ways to speak on a terminal. */
export interface StatusLine {
  readonly say: (text: string) => void;
  readonly status: (text: string) => void;
}

/** Back to the first column, and nothing left in the line. */
const clear = "\r\u001b[2K";

/**
 * Show what is under way in the terminal's last line: the next status takes its place, an empty one takes
 * it away, and what is said stays above it. `columns` is the terminal's width at that time.
 */
export function statusLine(write: (text: string) => void, columns: () => number): StatusLine {
  let shown = "";
  const status = (text: string): void => {
    const next = text.slice(0, Math.max(0, columns() - 1));
    if (next !== shown) write(`${clear}${next}`);
    shown = next;
  };
  return {
    say: (text) => {
      write(shown === "" ? text : `${clear}${text}${text.endsWith("\n") ? shown : ""}`);
      if (!text.endsWith("\n")) shown = "";
    },
    status,
  };
}
