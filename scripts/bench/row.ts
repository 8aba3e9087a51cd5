/** One thing that is measured, against the real program in the same run on the same machine. */
export interface Bench {
  readonly name: string;
  /** What is to be reached, in words: `at most bare node + 15 ms`. */
  readonly goal: string;
  readonly run: () => Promise<Outcome>;
}

export interface Outcome {
  /** The medians and what they make, in words: `61 ms beside 48 ms: + 13 ms`. */
  readonly measured: string;
  readonly isReached: boolean;
}

export interface Row extends Outcome {
  readonly name: string;
  readonly goal: string;
}

/** A row as one line of a table in Markdown, so that it can be copied. */
export function formatRow({ name, measured, goal, isReached }: Row): string {
  return `| ${name} | ${measured} | ${goal} | ${isReached ? "reached" : "**missed**"} |\n`;
}

/** How many times the other's time ours is, and whether that is at most so many. */
export function ratioOutcome(
  { oursMs, theirsMs }: { readonly oursMs: number; readonly theirsMs: number },
  most: number,
): Outcome {
  const ratio = oursMs / theirsMs;
  const measured = `${oursMs.toFixed(0)} ms beside ${theirsMs.toFixed(0)} ms: ${ratio.toFixed(2)} ×`;
  return { measured, isReached: ratio <= most };
}
