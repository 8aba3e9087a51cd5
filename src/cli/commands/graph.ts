import { Option, type Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import type { Graph } from "../../model/graph.ts";
import {
  formatGraphDot,
  formatGraphMermaid,
  formatGraphText,
  graphFormats,
  type GraphFormat,
} from "../../report/graph.ts";
import { selectEnvironments } from "../select-environments.ts";

/** `keelson graph <environment>`: what talks to what, as lines or as a picture. */
export function registerGraph(program: Command, context: CliContext): void {
  program
    .command("graph")
    .argument("<environment>", "the environment, as `helmfile -e` takes it")
    .description("show what talks to what")
    .addOption(
      new Option("--format <format>", "how it is written").choices(graphFormats).default("text"),
    )
    .action(async (environment: string, { format }: { readonly format: GraphFormat }) => {
      context.print(await formatGraph(await collect(context, environment), format));
    });
}

async function collect(context: CliContext, named: string): Promise<Graph> {
  const { readSettings } = await import("../read-settings.ts");
  const { renderPrepared } = await import("../steps/render/render-prepared.ts");
  const { buildGraph } = await import("../../check/build-graph.ts");
  const settings = await readSettings(context.root);
  const [environment = named] = selectEnvironments(Object.keys(settings.environments), [named]);
  const { manifests } = await renderPrepared(context, environment, { settings });
  return buildGraph(manifests, { environment, checks: settings.checks });
}

async function formatGraph(graph: Graph, format: GraphFormat): Promise<string> {
  if (format === "text") return formatGraphText(graph);
  if (format === "mermaid") return formatGraphMermaid(graph);
  const dot = formatGraphDot(graph);
  return format === "dot" ? dot : await drawSvg(dot);
}

/** Graphviz, which comes as WebAssembly, is loaded only to draw. */
async function drawSvg(dot: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return viz.renderString(dot, { format: "svg" });
}
