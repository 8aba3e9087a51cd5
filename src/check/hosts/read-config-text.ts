import { load } from "js-yaml";
import type { Entry } from "./mention.ts";

const worthReading = /:\/\/|:\d{2,5}|\.svc\b|host|address/iu;
/** Subtrees for people: what stands in them is shown, not called. */
const prose =
  /^(annotations|description|\$schema|\$id|panels|templating|links|homepage|license|documentation|title)$/iu;
const hostKey = /^(.*?)(hostname|host|address|server)$/iu;

/** Every value of a configuration text, whatever its form: JSON, YAML, properties, a script, one value. */
export function readConfigText(name: string, text: string): readonly Entry[] {
  if (!worthReading.test(text)) return [];
  if (!text.includes("\n") && !/^\s*[{[]/u.test(text)) return [{ key: name, text }];
  const read = readStructured(name, text);
  if (typeof read === "object" && read !== null)
    return entriesOf({ key: name, node: read, depth: 0 });
  return readLines(text);
}

function readStructured(name: string, text: string): unknown {
  if (/\.(sh|bash|mjs|js|py|sql|lua|xml|properties|env|ini|conf|toml|pl|rb|awk)$/u.test(name))
    return undefined;
  try {
    return /^\s*[{[]/u.test(text) ? JSON.parse(text) : load(text);
  } catch {
    return undefined;
  }
}

interface Node {
  readonly key: string;
  readonly node: unknown;
  readonly depth: number;
}

function entriesOf({ key, node, depth }: Node): readonly Entry[] {
  if (depth > 40) return [];
  if (typeof node === "string") return readText(key, node, depth);
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) {
    return node.flatMap((item: unknown) => entriesOf({ key, node: item, depth: depth + 1 }));
  }
  const map = new Map<string, unknown>(Object.entries(node));
  if (map.has("panels") && map.has("schemaVersion")) return [];
  return [...map].flatMap(([name, value]) => {
    if (prose.test(name)) return [];
    const port = portBeside(map, name);
    if (typeof value === "string" && port !== undefined) return [{ key: name, text: value, port }];
    return entriesOf({ key: name, node: value, depth: depth + 1 });
  });
}

/** A text inside a configuration may be a configuration itself. */
function readText(key: string, text: string, depth: number): readonly Entry[] {
  const isNested = text.includes("\n") || /^\s*\{/u.test(text);
  return isNested && depth < 8 ? readConfigText(key, text) : [{ key, text }];
}

/** The port that stands beside a host: `database.hostname` and `database.port`, `PGHOST` and `PGPORT`. */
export function portBeside(map: ReadonlyMap<string, unknown>, name: string): number | undefined {
  const [whole, prefix = "", word = ""] = hostKey.exec(name) ?? [];
  if (whole === undefined) return undefined;
  const portKey = word === word.toUpperCase() ? "PORT" : "port";
  const port = map.get(`${prefix}${portKey}`) ?? map.get(`${prefix}Port`);
  return asPort(port);
}

function asPort(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && number > 0 && number <= 65_535 ? number : undefined;
}

/** Properties and running text, line by line, comments left out. */
function readLines(text: string): readonly Entry[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s*(#|\/\/|\/\*|\*|--|;|<!--|REM\b)/u.test(line));
  const pairs = lines.map((line) => line.replace(/\s#\s.*$/u, "")).map((line) => readLine(line));
  const map = new Map(pairs.map(({ key, text: value }) => [key, value] as const));
  return pairs.map((entry) => {
    const port = portBeside(map, entry.key);
    return port === undefined ? entry : { ...entry, port };
  });
}

function readLine(line: string): Entry {
  const [, key, value] =
    /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(\S.*)?$/u.exec(line.trimEnd()) ?? [];
  if (key === undefined || value === undefined || value.startsWith("//"))
    return { key: "", text: line };
  return { key, text: value.replaceAll(/^["']|["']$/gu, "") };
}
