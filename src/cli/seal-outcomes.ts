import type { Value } from "../model/value.ts";
import { counted } from "../report/counted.ts";
import { countOlderKeys } from "../secrets/seal-plan.ts";
import type { SealOutcome } from "./steps/secrets/seal-environment.ts";

/** What became of each Secret of an environment, a line each. */
export function formatOutcomes(environment: string, outcomes: readonly SealOutcome[]): string {
  if (outcomes.length === 0) return `${environment}  nothing to seal\n`;
  const width = Math.max(...outcomes.map(({ plan }) => plan.secret.name.length)) + 2;
  const lines = outcomes.map(
    (outcome) =>
      `${environment}  ${outcome.plan.secret.name.padEnd(width)}${formatOutcome(outcome)}\n`,
  );
  return lines.join("");
}

/** The same as data: keys and reasons, never a value. */
export function jsonOutcomes(environment: string, outcomes: readonly SealOutcome[]): Value {
  const secrets = outcomes.map(({ plan, file, isWritten }) => ({
    name: plan.secret.name,
    file,
    isWritten,
    keys: Object.fromEntries(plan.keys.map(({ key, why }) => [key, why ?? "kept"])),
  }));
  return { environment, secrets };
}

/** Says that values are still sealed with an older key; empty when none is. */
export function olderKeysNote(environment: string, outcomes: readonly SealOutcome[]): string {
  const count = outcomes.reduce(
    (sum, { plan, sealingKey }) => sum + countOlderKeys(plan, sealingKey),
    0,
  );
  if (count === 0) return "";
  const values = count === 1 ? "1 value is" : `${count} values are`;
  return `${environment}  ${values} sealed with an older key, which opens them still; --reseal-older-than 90d or --reseal-all seals them with the new one\n`;
}

function formatOutcome({ plan, isWritten }: SealOutcome): string {
  const sealed = plan.keys.flatMap(({ key, why }) =>
    why === undefined ? [] : [`${key} (${why})`],
  );
  if (sealed.length > 0) return `sealed   ${sealed.join(", ")}`;
  const count = counted(plan.keys.length, "key");
  return isWritten ? `changed  its shape; ${count} kept` : `kept     (${count})`;
}
