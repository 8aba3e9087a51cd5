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

/**
 * Names of the releases that are not made from what a branch's were. Undefined where all of them have to be
 * rendered at once: what the branch holds is not told by release, or one of its releases is gone.
 */
export function changedReleases(
  recorded: Pick<KeelsonMetadata, "releases">,
  current: Pick<KeelsonMetadata, "releases">,
): readonly string[] | undefined {
  const { releases: before = {} } = recorded;
  const { releases: after } = current;
  const names = Object.keys(before);
  if (after === undefined || names.length === 0) return undefined;
  if (names.some((name) => !Object.hasOwn(after, name))) return undefined;
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => before[name] !== after[name]).toSorted();
}
