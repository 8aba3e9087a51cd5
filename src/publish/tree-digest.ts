import { hash } from "node:crypto";
import type { TreeEntry } from "../model/plan.ts";

/** The id that Git gives a file's content, in the hash of the ids beside it: SHA-1 or SHA-256. */
export function blobId(text: string, idDigits: 40 | 64): string {
  const head = `blob ${Buffer.byteLength(text)}\0`;
  return hash(idDigits === 40 ? "sha1" : "sha256", head + text);
}

/** One digest for a set of files, whatever their order. */
export function treeDigest(files: ReadonlyMap<string, TreeEntry>): string {
  const lines: string[] = [];
  for (const [path, { mode, id }] of files) lines.push(`${mode} ${id} ${path}\n`);
  return hash("sha256", lines.toSorted().join(""));
}
