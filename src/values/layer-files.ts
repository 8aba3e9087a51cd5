import type { Finding } from "../model/finding.ts";
import type { ValueSet } from "../model/keelson-config.ts";
import { nearestKey } from "./nearest-key.ts";

/** The files of a value set for one environment, lowest layer first, and where the result goes. */
export interface LayerFiles {
  readonly layers: readonly string[];
  readonly output: string;
  readonly findings: readonly Finding[];
}

/** Fill `{environment}` and the value set's own axes into its paths. An axis without a value is a finding. */
export function layerFiles(valueSet: ValueSet, environment: string): LayerFiles {
  const axes = axisValues(valueSet, environment);
  const findings: Finding[] = [];
  const fill = (pattern: string): string =>
    pattern.replace(/\{([^{}]*)\}/gu, (whole, axis: string) => {
      const value = axes.get(axis);
      if (value === undefined) findings.push(unknownAxis({ pattern, axis, environment }, axes));
      return value ?? whole;
    });
  const layers = valueSet.layers.map(fill);
  return { layers, output: fill(valueSet.output), findings };
}

function axisValues(valueSet: ValueSet, environment: string): ReadonlyMap<string, string> {
  const own = Object.entries(valueSet.axes ?? {}).flatMap(([axis, value]) => {
    if (typeof value === "string") return [[axis, value] as const];
    const filled = Object.entries(value).find(([name]) => name === environment)?.[1];
    return filled === undefined ? [] : [[axis, filled] as const];
  });
  return new Map([...own, ["environment", environment]]);
}

function unknownAxis(
  { pattern, axis, environment }: { pattern: string; axis: string; environment: string },
  axes: ReadonlyMap<string, string>,
): Finding {
  const near = nearestKey(axis, [...axes.keys()]);
  return {
    code: "VALUES_UNKNOWN_AXIS",
    level: "error",
    at: { file: "keelson.yaml" },
    says: `\`{${axis}}\` in \`${pattern}\` has no value for ${environment}`,
    fix: near === undefined ? `give it one under \`axes.${axis}\`` : `did you mean \`{${near}}\`?`,
  };
}
