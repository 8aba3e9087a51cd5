import type { KeelsonMetadata } from "./hydrator-metadata.ts";

type Recorded = Pick<KeelsonMetadata, "inputs" | "tools">;

/**
 * Names of inputs and tools that are not what a branch was rendered from; empty when nothing speaks for
 * another result.
 */
export function changedInputs(recorded: Recorded, current: Required<Recorded>): readonly string[] {
  return [
    ...differences(recorded.inputs ?? {}, current.inputs),
    ...differences(recorded.tools ?? {}, current.tools),
  ];
}

function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => before[name] !== after[name]).toSorted();
}
