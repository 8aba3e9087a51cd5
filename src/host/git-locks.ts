import { rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Git holds the lock of a ref for a moment: one this old was left by a process that was killed. */
const abandonedMs = 10_000;

/** Take away the locks of refs that killed processes left in a repository of our own. Younger ones may be held. */
export async function dropAbandonedLocks(folder: string, refs: readonly string[]): Promise<void> {
  for (const name of [...refs, "HEAD", "packed-refs"]) {
    const lock = join(folder, `${name}.lock`);
    const found = await stat(lock).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedMs) {
      await rm(lock, { force: true });
    }
  }
}
