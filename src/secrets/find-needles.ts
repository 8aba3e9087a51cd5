import type { Finding } from "../model/finding.ts";
import type { Needle } from "./needle.ts";

/** A file or an output that is searched. */
export interface Searched {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Needles by their first four bytes: one look at each position of a text, however many needles there are. */
export type NeedleIndex = ReadonlyMap<number, readonly Needle[]>;

/** Sort needles for `findNeedles`. */
export function indexNeedles(needles: readonly Needle[]): NeedleIndex {
  return Map.groupBy(needles, ({ bytes }) => bytes.readUInt32BE(0));
}

/**
 * Where known values stand in a file, in whatever form: one finding for each value and file, which says the
 * line and the form and never the value.
 */
export function findNeedles({ file, bytes }: Searched, index: NeedleIndex): readonly Finding[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Finding>();
  for (const [start, candidates] of candidatesIn(text, index)) {
    for (const needle of candidates) {
      if (found.has(needle.what) || !isAt(text, start, needle.bytes)) continue;
      found.set(needle.what, leak(file, lineAt(text, start), needle));
    }
  }
  return [...found.values()];
}

/** Positions where four bytes begin some needle. */
function* candidatesIn(
  text: Buffer,
  index: NeedleIndex,
): Generator<readonly [number, readonly Needle[]]> {
  if (index.size === 0) return;
  let window = 0;
  for (let end = 0; end < text.length; end += 1) {
    window = ((window << 8) | (text[end] ?? 0)) >>> 0;
    const candidates = end < 3 ? undefined : index.get(window);
    if (candidates !== undefined) yield [end - 3, candidates];
  }
}

function isAt(text: Buffer, start: number, needle: Buffer): boolean {
  if (start + needle.length > text.length) return false;
  return text.compare(needle, 0, needle.length, start, start + needle.length) === 0;
}

function lineAt(text: Buffer, position: number): number {
  let line = 1;
  for (let at = text.indexOf(10); at !== -1 && at < position; at = text.indexOf(10, at + 1))
    line += 1;
  return line;
}

function leak(file: string, line: number, { what, form }: Needle): Finding {
  return {
    code: "SECRET_LEAKED",
    level: "error",
    at: { file, line },
    says: `the ${what} stands here (${form})`,
    fix: "take it out; if it was ever committed or sent, change the secret at its source",
  };
}
