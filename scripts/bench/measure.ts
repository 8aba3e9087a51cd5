/** Something that is timed; what it gives is not looked at. */
export type Work = () => Promise<unknown>;

/**
 * The median times of two works in milliseconds, in `runs` alternated runs after one to warm up: a machine that
 * slows down slows both.
 */
export async function medianTimesMs(
  ours: Work,
  theirs: Work,
  runs: number,
): Promise<{ readonly oursMs: number; readonly theirsMs: number }> {
  const oursMs: number[] = [];
  const theirsMs: number[] = [];
  await ours();
  await theirs();
  for (let run = 0; run < runs; run += 1) {
    const isOursFirst = run % 2 === 0;
    if (isOursFirst) oursMs.push(await timeMs(ours));
    theirsMs.push(await timeMs(theirs));
    if (!isOursFirst) oursMs.push(await timeMs(ours));
  }
  return { oursMs: median(oursMs), theirsMs: median(theirsMs) };
}

/** The median time of one work in milliseconds, after one run to warm up. */
export async function medianTimeMs(work: Work, runs: number): Promise<number> {
  const times: number[] = [];
  await work();
  for (let run = 0; run < runs; run += 1) times.push(await timeMs(work));
  return median(times);
}

async function timeMs(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return (low + high) / 2;
}
