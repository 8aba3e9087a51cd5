import type { Graph, GraphEdge, GraphNode } from "../model/graph.ts";
import { plain } from "./plain.ts";

/** How a graph can be written; `svg` is drawn from `dot`. */
export const graphFormats = ["text", "dot", "mermaid", "svg"] as const;
export type GraphFormat = (typeof graphFormats)[number];

const colours: Readonly<Record<GraphNode["kind"], string>> = {
  workload: "#dbeafe",
  outside: "#f1f5f9",
  missing: "#fecaca",
};

/** One line for each connection, by who connects. */
export function formatGraphText({ edges }: Graph): string {
  const width = Math.max(0, ...edges.map(({ from }) => from.length));
  return edges
    .map(({ from, to, label }) => `${plain(from).padEnd(width)}  ${plain(arrow(to, label))}\n`)
    .join("");
}

function arrow(to: string, label: string): string {
  return label === "" ? `-> ${to}` : `-> ${to}:${label}`;
}

/** The graph in Graphviz' language. */
export function formatGraphDot({ nodes, edges }: Graph): string {
  const lines = [
    "digraph platform {",
    '  graph [rankdir=LR, fontname="sans-serif", bgcolor="white"];',
    '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11, color="#475569"];',
    '  edge [fontname="sans-serif", fontsize=9, color="#475569"];',
    ...nodes.map((node) => `  ${quote(node.id)} [label=${quote(node.label)}, ${styleOf(node)}];`),
    ...edges.map(
      ({ from, to, label }) => `  ${quote(from)} -> ${quote(to)} [label=${quote(label)}];`,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** Colour is never the only sign. */
function styleOf({ kind }: GraphNode): string {
  const shape = kind === "outside" ? ', shape=ellipse, style="filled,dashed"' : "";
  const mark = kind === "missing" ? ', style="filled,dotted", penwidth=2' : "";
  return `fillcolor="${colours[kind]}"${shape}${mark}`;
}

function quote(text: string): string {
  const safe = text.split("\n").map((line) => plain(line).replaceAll(/["\\]/gu, String.raw`\$&`));
  return `"${safe.join(String.raw`\n`)}"`;
}

/** The graph in the language that Git forges draw in Markdown. */
export function formatGraphMermaid({ nodes, edges }: Graph): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    "flowchart LR",
    ...nodes.map((node) => `  ${ids.get(node.id) ?? ""}${boxOf(node)}`),
    ...edges.map((edge) => `  ${mermaidEdge(edge, ids)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function boxOf({ label, kind }: GraphNode): string {
  const text = label
    .split("\n")
    .map((line) => escapeMermaid(line))
    .join("<br>");
  if (kind === "outside") return `(["${text}"])`;
  return kind === "missing" ? `{{"${text} ?"}}` : `["${text}"]`;
}

function mermaidEdge({ from, to, label }: GraphEdge, ids: ReadonlyMap<string, string>): string {
  const arrowed = label === "" ? "-->" : `-->|${escapeMermaid(label)}|`;
  return `${ids.get(from) ?? ""} ${arrowed} ${ids.get(to) ?? ""}`;
}

function escapeMermaid(text: string): string {
  return plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
