import type { TextLine } from "../model/manifest-diff.ts";

/** Beyond this many differing lines on one side, all of them are shown as removed and added. */
const mostAligned = 400;

/** The lines that differ between two texts, each with the line before it for orientation. */
export function diffLines(before: string, after: string): readonly TextLine[] {
  const was = before.split("\n");
  const is = after.split("\n");
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start += 1;
  let tail = 0;
  const most = Math.min(was.length, is.length) - start;
  while (tail < most && was.at(-1 - tail) === is.at(-1 - tail)) tail += 1;
  const gone = was.slice(start, was.length - tail);
  const come = is.slice(start, is.length - tail);
  const context = was.slice(Math.max(0, start - 1), start).map((text) => lineOf(" ", text));
  return [...context, ...align(gone, come)];
}

function lineOf(mark: TextLine["mark"], text: string): TextLine {
  return { mark, text };
}

/** Longest common subsequence, common lines kept as context. */
function align(gone: readonly string[], come: readonly string[]): readonly TextLine[] {
  const removed = gone.map((text) => lineOf("-", text));
  const added = come.map((text) => lineOf("+", text));
  if (gone.length > mostAligned || come.length > mostAligned) return [...removed, ...added];
  const lengths = commonLengths(gone, come);
  const at = (i: number, j: number): number => lengths[i * (come.length + 1) + j] ?? 0;
  const lines: TextLine[] = [];
  let i = 0;
  let j = 0;
  while (i < gone.length && j < come.length) {
    if (gone[i] === come[j]) {
      lines.push(lineOf(" ", gone[i] ?? ""));
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      lines.push(...removed.slice(i, i + 1));
      i += 1;
    } else {
      lines.push(...added.slice(j, j + 1));
      j += 1;
    }
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
}

/** How many lines two tails have in common, for each pair of tails. */
function commonLengths(gone: readonly string[], come: readonly string[]): Uint16Array {
  const width = come.length + 1;
  const lengths = new Uint16Array((gone.length + 1) * width);
  for (let i = gone.length - 1; i >= 0; i -= 1) {
    for (let j = come.length - 1; j >= 0; j -= 1) {
      const next = i * width + j;
      const down = lengths[next + width] ?? 0;
      const right = lengths[next + 1] ?? 0;
      const both = (lengths[next + width + 1] ?? 0) + 1;
      lengths[next] = gone[i] === come[j] ? both : Math.max(down, right);
    }
  }
  return lengths;
}
