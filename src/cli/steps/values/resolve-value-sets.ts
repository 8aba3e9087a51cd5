import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { selectEnvironments } from "../../select-environments.ts";
import type { Settings } from "../../settings.ts";
import { resolveValues, type EnvironmentValues } from "./resolve-values.ts";

/** A value set of one environment, with its name. */
export interface NamedValues extends EnvironmentValues {
  readonly name: string;
}

/**
 * All value sets of one environment, or the one that is named. What is wrong with them is in their findings.
 * @throws ENVIRONMENT_UNKNOWN, VALUES_NO_SET there is none, or none of that name
 */
export async function resolveValueSets(
  root: string,
  settings: Settings,
  { environment, set }: { readonly environment: string; readonly set?: string | undefined },
): Promise<readonly NamedValues[]> {
  selectEnvironments(Object.keys(settings.environments), [environment]);
  const named = settings.values.map((valueSet) => ({ name: valueSet.name ?? "values", valueSet }));
  const chosen = named.filter(({ name }) => set === undefined || name === set);
  if (chosen.length === 0)
    throw noSet(
      named.map(({ name }) => name),
      set,
    );
  return Promise.all(
    chosen.map(async ({ name, valueSet }) => {
      return { name, ...(await resolveValues(root, valueSet, environment)) };
    }),
  );
}

/**
 * Stop where values are wrong, with every finding.
 * @throws VALUES_WRONG
 */
export function refuseWrong(findings: readonly Finding[]): void {
  if (!findings.some((finding) => finding.level === "error")) return;
  throw new KeelsonError("the values have errors", {
    code: "VALUES_WRONG",
    fault: "input",
    fix: "mend the lines named above",
    findings,
  });
}

function noSet(names: readonly string[], set: string | undefined): KeelsonError {
  const says =
    set === undefined ? "keelson.yaml names no value sets" : `there is no value set \`${set}\``;
  const fix =
    names.length === 0
      ? "add one under `values` in keelson.yaml"
      : `name one that is there: ${names.join(", ")}`;
  return new KeelsonError(says, { code: "VALUES_NO_SET", fault: "usage", fix });
}
