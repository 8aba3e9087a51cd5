import type { CliContext } from "../../../model/cli-context.ts";
import type { Explanation } from "../../../model/explanation.ts";
import { pointerPath, pointerTo } from "../../../model/json-pointer.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { explainKey, nearestPath, type ExplainSources } from "../../../values/explain-key.ts";
import { readSettings } from "../../read-settings.ts";
import { resolveValueSets } from "../values/resolve-value-sets.ts";
import { findUsers, type KeyToTrace } from "./find-users.ts";
import { readValuesUsers } from "./read-chart-defaults.ts";

export interface ExplainRequest {
  readonly environment: string;
  readonly keys: readonly string[];
  readonly set?: string | undefined;
  /** Whether to render, to see what the key touches. */
  readonly render: boolean;
}

/** A value set, with the releases that it is handed to. */
interface Asked extends ExplainSources {
  readonly releases: readonly string[];
}

interface Known {
  readonly sources: Asked;
  readonly explanation: Explanation;
}

/**
 * Explain a key in every value set that knows it.
 * @throws VALUES_KEY_NOWHERE no layer, chart or schema knows it
 */
export async function explain(
  context: CliContext,
  { environment, keys, set, render }: ExplainRequest,
): Promise<readonly Explanation[]> {
  const settings = await readSettings(context.root);
  const place = { environment, settings };
  const sets = await resolveValueSets(context.root, settings, { environment, set });
  const asked: Asked[] = await Promise.all(
    sets.map(async ({ resolved, schema, output }) => {
      return { resolved, schema, ...(await readValuesUsers(context.root, place, output)) };
    }),
  );
  const known = asked.flatMap((sources) => explainIn(sources, keys));
  if (known.length === 0) throw nowhere(keys, environment, asked);
  const isWrong = sets.some(({ findings }) => findings.some(({ level }) => level === "error"));
  if (isWrong) context.say(`the values have errors: keelson values ${environment} shows them\n`);
  if (isWrong || !render) return known.map(({ explanation }) => explanation);
  const traced: Explanation[] = [];
  for (const one of known) {
    const usedBy = await findUsers(context, place, { keys, ...keyToTrace(one, keys) });
    traced.push({ ...one.explanation, usedBy });
  }
  return traced;
}

function explainIn(sources: Asked, keys: readonly string[]): readonly Known[] {
  const explanation = explainKey(keys, sources);
  const isKnown = explanation.layers.length > 0 || explanation.schema !== undefined;
  return isKnown ? [{ sources, explanation }] : [];
}

function keyToTrace(
  { sources, explanation }: Known,
  keys: readonly string[],
): Omit<KeyToTrace, "keys"> {
  const { resolved, schema } = sources;
  const [top] = resolved.origins.get(pointerTo("", ...keys)) ?? [];
  const lower = explanation.layers.find(({ above }) => above === undefined);
  const value = top?.value ?? lower?.value;
  return { value, values: resolved.values, schema, releases: sources.releases };
}

function nowhere(
  keys: readonly string[],
  environment: string,
  asked: readonly ExplainSources[],
): KeelsonError {
  const near = asked
    .map((sources) => nearestPath(keys, sources))
    .find((path) => path !== undefined);
  const path = pointerPath(pointerTo("", ...keys));
  return new KeelsonError(`\`${path}\` is set nowhere in ${environment}, and no schema knows it`, {
    code: "VALUES_KEY_NOWHERE",
    fault: "usage",
    fix:
      near === undefined
        ? `keelson values ${environment} shows all keys`
        : `did you mean \`${near}\`?`,
  });
}
