/** One thing that connects or is connected to. */
export interface GraphNode {
  /** Unique and stable: `Deployment shop/web`, or the host of something outside. */
  readonly id: string;
  readonly label: string;
  readonly kind: "workload" | "outside" | "missing";
}

/** Who connects to whom, and by which port. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** What talks to what in one environment, sorted, so that its pictures are the same every time. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
