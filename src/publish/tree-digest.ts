import { createHash } from "node:crypto";
import type { TreeEntry } from "../model/plan.ts";

/** The id that Git gives a file's content, in the hash of the ids beside it: SHA-1 or SHA-256. */
export function blobId(text: string, idDigits: 40 | 64): string {
  const bytes = Buffer.from(text, "utf8");
  const hash = createHash(idDigits === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** One digest for a set of files, whatever their order. */
export function treeDigest(files: ReadonlyMap<string, TreeEntry>): string {
  const lines = [...files].map(([path, { mode, id }]) => `${mode} ${id} ${path}\n`);
  return createHash("sha256").update(lines.toSorted().join("")).digest("hex");
}
