/** The answers in the order of the questions, with at most `atOnce` of them under way. */
export async function mapConcurrently<T, R>(
  all: readonly T[],
  atOnce: number,
  ask: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  const open = all.entries();
  const workers = Array.from({ length: Math.min(atOnce, all.length) }, async () => {
    for (const [index, one] of open) answers.set(index, await ask(one));
  });
  await Promise.all(workers);
  return [...answers].toSorted(([left], [right]) => left - right).map(([, answer]) => answer);
}
