import { createHash, hash } from "node:crypto";
import type { TreeEntry } from "../model/plan.ts";

/** The id that Git gives a file's content, in the hash of the ids beside it: SHA-1 or SHA-256. */
export function blobId(text: string, idDigits: 40 | 64): string {
  const head = `blob ${Buffer.byteLength(text)}\0`;
  return hash(idDigits === 40 ? "sha1" : "sha256", head + text);
}

/** One digest for a set of files, whatever their order. */
export function treeDigest(files: ReadonlyMap<string, TreeEntry>): string {
  const digest = createHash("sha256");
  for (const path of [...files.keys()].toSorted()) {
    const entry = files.get(path);
    digest.update(`${entry?.mode} ${entry?.id} ${path}\n`);
  }
  return digest.digest("hex");
}
