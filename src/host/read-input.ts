import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";

/** All of standard input, byte for byte; an abort ends the waiting with an error. */
export async function readStandardInput(signal?: AbortSignal): Promise<Uint8Array> {
  if (signal !== undefined) addAbortSignal(signal, process.stdin);
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The bytes of a file, or undefined when there is none that can be read. */
export async function readBytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
