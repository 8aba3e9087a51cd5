import { createHash } from "node:crypto";
import type { SourceFile } from "./search-sources.ts";

export interface ProvenanceRequest {
  /** State files and values files. */
  readonly states: readonly SourceFile[];
  readonly charts: readonly SourceFile[];
  /** What each tool says of its version, as it printed it. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a render was made from: kept beside it, so that the same inputs can be found again. */
export interface Provenance {
  /** Version by tool: `helm`, `helmfile`. */
  readonly tools: Readonly<Record<string, string>>;
  /** SHA-256 by file, and by chart of all its files. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digest of what each release is made from; left out where releases cannot be told apart. */
  readonly releases?: Readonly<Record<string, string>>;
}

/** Tool versions and digests of a render's inputs, sorted. */
export function describeInputs({ states, charts, versions }: ProvenanceRequest): Provenance {
  const files = states.map(({ path, text }) => [path, digest(text)] as const);
  const folders = [...groupByChart(charts)].map(
    ([chart, members]) =>
      [
        chart,
        digest(members.map(({ path, text }) => `${digest(text)}  ${path}\n`).join("")),
      ] as const,
  );
  const tools = Object.entries(versions).map(([name, said]) => [name, versionIn(said)] as const);
  return {
    tools: Object.fromEntries(tools.toSorted(byName)),
    inputs: Object.fromEntries([...files, ...folders].toSorted(byName)),
  };
}

/** By the outermost folder that holds a Chart.yaml. */
function groupByChart(files: readonly SourceFile[]): ReadonlyMap<string, readonly SourceFile[]> {
  const roots = files
    .filter(({ path }) => path.endsWith("/Chart.yaml"))
    .map(({ path }) => path.slice(0, -"/Chart.yaml".length))
    .toSorted((a, b) => a.length - b.length);
  return Map.groupBy(
    files,
    ({ path }) => roots.find((root) => path.startsWith(`${root}/`)) ?? path,
  );
}

function versionIn(said: string): string {
  return /v?\d+\.\d+\.\d+[\w.+-]*/.exec(said)?.[0] ?? said.trim();
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function byName(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : 1;
}
