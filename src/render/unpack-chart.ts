import { gunzipSync } from "node:zlib";
import type { SourceFile } from "./search-sources.ts";

/** What all packed charts of one render may hold when they are unpacked: enough for the largest, too little for a bomb. */
const mostBytes = 64 * 1024 * 1024;
const mostDepth = 3;
const block = 512;

interface Budget {
  bytes: number;
}

/**
 * The text files of packed charts, as `web/charts/db-1.0.0.tgz:templates/x.yaml`. Nothing is written, so a name in an
 * archive leads nowhere. What is no archive, or too large, is Helm's to refuse.
 */
export function unpackCharts(files: readonly SourceFile[]): readonly SourceFile[] {
  const budget: Budget = { bytes: mostBytes };
  return files
    .filter(({ path }) => path.endsWith(".tgz"))
    .flatMap(({ path, text }) => unpack(path, Buffer.from(text, "latin1"), { budget, depth: 1 }));
}

function unpack(
  archive: string,
  packed: Buffer,
  { budget, depth }: { readonly budget: Budget; readonly depth: number },
): readonly SourceFile[] {
  const bytes = gunzip(packed, budget.bytes);
  budget.bytes -= bytes.length;
  return entriesOf(bytes).flatMap(({ name, content }) => {
    // The archive's one folder is named after the chart.
    const path = `${archive}:${name.replace(/^(?:\.\/)?[^/]+\//, "")}`;
    if (!name.endsWith(".tgz")) return [{ path, text: content.toString("utf8") }];
    return depth < mostDepth ? unpack(path, content, { budget, depth: depth + 1 }) : [];
  });
}

function gunzip(packed: Buffer, most: number): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(most, 1) });
  } catch {
    return Buffer.alloc(0);
  }
}

interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

/** @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function entriesOf(bytes: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + block);
    const size = Math.max(0, Number.parseInt(textAt(header, 124, 12), 8) || 0);
    const content = bytes.subarray(at + block, at + block + size);
    const type = textAt(header, 156, 1);
    const isFile = type === "" || type === "0";
    if (isFile) entries.push({ name: longName ?? nameIn(header), content });
    longName = nextName(type, content);
    at += block + Math.ceil(size / block) * block;
  }
  return entries;
}

/** A long name stands in an entry of its own, before the file that has it. */
function nextName(type: string, content: Buffer): string | undefined {
  if (type === "L") return textAt(content, 0, content.length);
  return type === "x" ? paxPath(content.toString("utf8")) : undefined;
}

function nameIn(header: Buffer): string {
  const prefix = textAt(header, 257, 5) === "ustar" ? textAt(header, 345, 155) : "";
  const name = textAt(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

function paxPath(records: string): string | undefined {
  return /^\d+ path=(.*)$/m.exec(records)?.[1];
}

function textAt(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? undefined : end).toString("utf8");
}
