/** A value that must not be found anywhere, and what it is of. */
export interface KnownValue {
  /** What a finding calls it: `key password of postgres-app`. */
  readonly what: string;
  readonly value: Uint8Array;
}

/** One way in which a known value could be written. */
export interface Needle {
  readonly what: string;
  /** `plain`, `base64`, `base64url`, `hex`, `URL`, `JSON`. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** Shorter values are found in any text. */
const shortestBytes = 8;
/** A line of a longer text counts by itself from here: indented in YAML, the text as a whole would not be found. */
const shortestLine = 24;

/**
 * The ways a value could be written: plain, base64 and base64url as they come out at each of the three
 * alignments, hex, URL- and JSON-escaped. None for what is too short, or a plain word.
 */
export function needlesOf({ what, value }: KnownValue): readonly Needle[] {
  const bytes = Buffer.from(value);
  const text = bytes.toString("utf8");
  if (isCommon(text)) return [];
  const encoded = [
    ...withLines(bytes, text).map((each) => ["plain", each] as const),
    ...base64Forms(bytes).map((each) => ["base64", each] as const),
    ...base64Forms(bytes).map((each) => ["base64url", toUrlAlphabet(each)] as const),
    ["hex", bytes.toString("hex")] as const,
    ["hex", bytes.toString("hex").toUpperCase()] as const,
    ...urlForms(text).map((each) => ["URL", each] as const),
    ["JSON", JSON.stringify(text).slice(1, -1)] as const,
  ];
  const unique = new Map(
    encoded.toReversed().map(([form, each]) => [each.toString("latin1"), [form, each] as const]),
  );
  return [...unique.values()]
    .map(([form, each]) => ({ what, form, bytes: Buffer.from(each) }))
    .filter((needle) => needle.bytes.length >= shortestBytes);
}

/** Too short to be told apart from other text, or a word that stands in any file. */
function isCommon(text: string): boolean {
  return Buffer.byteLength(text) < shortestBytes || /^(?:[A-Za-z]{1,15}|[0-9]{1,9})$/.test(text);
}

function withLines(bytes: Buffer, text: string): readonly Buffer[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const long = lines.filter((line) => line.length >= shortestLine && !line.startsWith("-----"));
  return [bytes, ...(lines.length > 1 ? long.map((line) => Buffer.from(line)) : [])];
}

/** The characters that depend on the value alone, whatever stands before and after it. */
function base64Forms(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const start = before === 0 ? 0 : before + 1;
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(start, whole));
  });
}

function toUrlAlphabet(base64: Buffer): Buffer {
  return Buffer.from(base64.toString("latin1").replaceAll("+", "-").replaceAll("/", "_"));
}

/** As browsers write it, and as forms do. */
function urlForms(text: string): readonly string[] {
  if (!text.isWellFormed()) return [];
  const escaped = encodeURIComponent(text);
  return [
    escaped,
    escaped.replaceAll("%20", "+"),
    escaped.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  ];
}
