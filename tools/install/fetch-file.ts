import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { KeelsonError } from "../../src/model/keelson-error.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";

export interface Download {
  readonly url: string;
  /** What the bytes must hash to, in hexadecimal. */
  readonly sha256: string;
  /** Where the bytes go; there is no file afterwards when they are not the right ones. */
  readonly file: string;
}

export interface Fetched {
  /** Why nothing could be fetched; undefined when the file is there. */
  readonly reason: string | undefined;
  /** Whether asking again may help. */
  readonly isPassing?: boolean;
}

const attempts = 3;
const timeoutMs = 10 * 60 * 1000;

/**
 * Fetch a file whose digest is known, three times at most.
 * @throws TOOL_ARCHIVE_REFUSED a whole answer came and it is not the pinned one
 */
export async function fetchFile(download: Download, signal: AbortSignal): Promise<Fetched> {
  let last: Fetched = { reason: undefined };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await setTimeout(attempt * 500);
    stopIfCancelled(signal);
    last = await fetchOnce(download, signal);
    if (last.isPassing !== true) return last;
  }
  return last;
}

async function fetchOnce({ url, sha256, file }: Download, signal: AbortSignal): Promise<Fetched> {
  const hash = createHash("sha256");
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { signal: limit });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const reason = `${url} answered ${response.status}`;
      return { reason, isPassing: response.status >= 500 || response.status === 429 };
    }
    await pipeline(response.body, hashing(hash), createWriteStream(file));
  } catch (cause) {
    await rm(file, { force: true });
    stopIfCancelled(signal);
    return { reason: `${url} could not be fetched whole: ${rootCause(cause)}`, isPassing: true };
  }
  const found = hash.digest("hex");
  if (found === sha256) return { reason: undefined };
  await rm(file, { force: true });
  throw refusedError(url, `its SHA-256 is ${found}, pinned is ${sha256}`);
}

function hashing(
  hash: ReturnType<typeof createHash>,
): (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* pass(chunks) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

function refusedError(url: string, says: string): KeelsonError {
  return new KeelsonError(`${url} is not the file that is pinned: ${says}`, {
    code: "TOOL_ARCHIVE_REFUSED",
    fault: "tool",
    at: { file: "tools/pins.json" },
    fix: "do not run it; find out why it changed, or whether something on the way changes downloads",
  });
}

function rootCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
