import { setTimeout } from "node:timers/promises";

/** Wait for a time that grows with each try and that no two writers share, at most 10 seconds. */
export async function waitBeforeTry(attempt: number, signal?: AbortSignal): Promise<void> {
  const longestMs = Math.min(10_000, 100 * 2 ** attempt);
  await setTimeout(
    longestMs * (0.5 + Math.random() / 2),
    undefined,
    signal === undefined ? {} : { signal },
  );
}
