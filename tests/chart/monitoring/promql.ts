import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** One use of a metric in an expression: its name and the labels that are matched on it. */
export interface MetricUse {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Every metric that a PromQL expression reads. @throws the expression is not PromQL */
export function metricsIn(expression: string): MetricUse[] {
  const tree = parser.parse(expression);
  const uses: MetricUse[] = [];
  tree.iterate({
    enter: ({ type, node }) => {
      if (type.isError) throw new Error(`not PromQL at ${node.from}: ${expression}`);
      if (type.name === "VectorSelector") uses.push(readSelector(node, expression));
    },
  });
  return uses;
}

/** Labels that an expression groups by. */
export function groupingsIn(expression: string): string[] {
  const labels: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, node }) => {
      if (type.name !== "GroupingLabels") return;
      labels.push(...textsOf(node, "LabelName", expression));
    },
  });
  return labels;
}

function readSelector(node: SyntaxNode, expression: string): MetricUse {
  const [metric = ""] = textsOf(node, "Identifier", expression);
  return { metric, labels: textsOf(node, "LabelName", expression) };
}

/** Texts of all nodes of a name below a node. */
function textsOf(node: SyntaxNode, name: string, expression: string): string[] {
  const found: string[] = [];
  node.toTree().iterate({
    enter: (inner) => {
      if (inner.name === name) {
        found.push(expression.slice(node.from + inner.from, node.from + inner.to));
      }
    },
  });
  return found;
}
