/** One member of a JSON object or array, its value as it is written. */
export interface JsonMember {
  readonly key: string;
  readonly raw: string;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const depthChange: Readonly<Record<string, number>> = { "{": 1, "[": 1, "}": -1, "]": -1 };

/**
 * The members of a valid JSON object or array in the order of the text, list items by their index;
 * none for a scalar. Values keep their spelling, which JSON.parse would lose.
 */
export function jsonMembers(text: string): readonly JsonMember[] {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return [];
  const parts = splitMembers(trimmed.slice(1, -1));
  if (trimmed.startsWith("{")) return parts.map(namedMember);
  return parts.map((part, index) => ({ key: String(index), raw: part.trim() }));
}

function splitMembers(inner: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: word, index } of inner.matchAll(token)) {
    depth += depthChange[word] ?? 0;
    if (word !== "," || depth > 0) continue;
    parts.push(inner.slice(start, index));
    start = index + 1;
  }
  const last = inner.slice(start);
  return last.trim() === "" ? parts : [...parts, last];
}

function namedMember(part: string): JsonMember {
  const [quoted = '""'] = /^\s*"(?:[^"\\]|\\.)*"/.exec(part) ?? [];
  const key: unknown = JSON.parse(quoted);
  const raw = part.slice(quoted.length).replace(/^\s*:/, "").trim();
  return { key: typeof key === "string" ? key : quoted, raw };
}
