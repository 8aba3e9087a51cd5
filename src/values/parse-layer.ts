import { LineCounter, parseAllDocuments, type Document, type YAMLError } from "yaml";
import type { Finding } from "../model/finding.ts";
import type { Layer } from "../model/layer.ts";
import type { LayerNode, Position } from "./layer-node.ts";
import { readNodes } from "./read-nodes.ts";

const maxSizeBytes = 10 * 1024 * 1024;
/** One slip makes the parser stumble again and again: the first findings say enough. */
const maxSyntaxFindings = 5;
const start: Position = { line: 1, column: 1 };

/** A layer as nodes with their positions; `root` is missing where the text is no map or empty. */
export interface ParsedLayer {
  readonly root?: LayerNode;
  readonly findings: readonly Finding[];
}

/**
 * Read one layer as YAML 1.2. What readers take differently, duplicate keys, tabs, further documents,
 * files over 10 MiB and aliases that expand without bound are findings.
 */
export function parseLayer(layer: Layer): ParsedLayer {
  const sizeBytes = Buffer.byteLength(layer.text);
  if (sizeBytes > maxSizeBytes) return { findings: [tooBig(layer, sizeBytes)] };
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [document, second] = parseDocuments(layer, lines);
  const lineBreaks = lineBreakFindings(layer, positionAt);
  if (document === undefined) return { findings: lineBreaks };
  const { errors } = document;
  if (errors.some(({ code }) => code === "RESOURCE_EXHAUSTION"))
    return { findings: [tooDeep(layer)] };
  const shown = errors.slice(0, maxSyntaxFindings);
  const findings = shown.map((error) => syntaxFinding(layer, error, positionAt));
  findings.push(...headFindings(layer, document), ...lineBreaks);
  if (second !== undefined) findings.push(secondDocument(layer, positionAt(second.range[0])));
  if (findings.length > 0) return { findings };
  return readNodes({ ...layer, document, positionAt });
}

function parseDocuments(layer: Layer, lines: LineCounter): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(layer.text, {
    lineCounter: lines,
    intAsBigInt: true,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "silent",
  });
  return [...parsed];
}

function syntaxFinding(
  layer: Layer,
  error: YAMLError,
  positionAt: (offset: number) => Position,
): Finding {
  const isTab = error.code === "TAB_AS_INDENT";
  return {
    code: "VALUES_YAML",
    level: "error",
    at: { file: layer.file, ...positionAt(error.pos[0]) },
    says: isTab ? "a tab indents this line, and YAML allows spaces only" : firstLine(error.message),
    fix: isTab ? "replace the tab with spaces" : "mend the YAML here or just above",
  };
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/[.:]$/u, "");
}

function headFindings(layer: Layer, document: Document.Parsed): Finding[] {
  if (document.directives.yaml.version === "1.2") return [];
  return [
    {
      code: "VALUES_YAML",
      level: "error",
      at: { file: layer.file, ...start },
      says: `a %YAML ${document.directives.yaml.version} directive asks for other rules than YAML 1.2`,
      fix: "remove the directive",
    },
  ];
}

/** To YAML 1.1 these end a line, and with it a comment or a text: what follows them would become content. */
function lineBreakFindings(layer: Layer, positionAt: (offset: number) => Position): Finding[] {
  const breaks = [...layer.text.matchAll(/[\u0085\u2028\u2029]/gu)].slice(0, maxSyntaxFindings);
  return breaks.map(({ index, 0: character }) => {
    const escaped = `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return {
      code: "VALUES_YAML_TRAP",
      level: "error",
      at: { file: layer.file, ...positionAt(index) },
      says: `the invisible character ${escaped} ends a line in YAML 1.1, and not in YAML 1.2`,
      fix: `remove it, or write "${escaped}" in double quotes`,
    };
  });
}

function secondDocument(layer: Layer, at: Position): Finding {
  return {
    code: "VALUES_SECOND_DOCUMENT",
    level: "error",
    at: { file: layer.file, ...at },
    says: "a second document starts here, and Helm would ignore it without a word",
    fix: "remove the `---`, or make it a layer of its own",
  };
}

function tooBig(layer: Layer, sizeBytes: number): Finding {
  const sizeMib = (sizeBytes / 1024 / 1024).toFixed(1);
  return {
    code: "VALUES_TOO_BIG",
    level: "error",
    at: { file: layer.file },
    says: `the file is ${sizeMib} MiB, and a layer may have 10 MiB`,
    fix: "move what is no value out of it",
  };
}

function tooDeep(layer: Layer): Finding {
  return {
    code: "VALUES_TOO_DEEP",
    level: "error",
    at: { file: layer.file },
    says: "the file nests too deeply to be read",
    fix: "nest maps and lists at most 200 deep",
  };
}
