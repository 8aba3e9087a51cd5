import { closest } from "fastest-levenshtein";
import { KeelsonError } from "../model/keelson-error.ts";

/**
 * The environments that a command is about: those named, in the order of keelson.yaml, or all.
 * @throws ENVIRONMENT_UNKNOWN one is not declared
 */
export function selectEnvironments(
  declared: readonly string[],
  named: readonly string[],
): string[] {
  for (const name of named) {
    if (!declared.includes(name)) throw unknownEnvironment(name, declared);
  }
  return declared.filter((name) => named.length === 0 || named.includes(name));
}

/** No environment has this name: the error, with the nearest one. */
export function unknownEnvironment(name: string, declared: readonly string[]): KeelsonError {
  const fix =
    declared.length === 0
      ? "declare it in keelson.yaml, under environments"
      : `did you mean ${closest(name, declared)}? There are: ${declared.join(", ")}`;
  return new KeelsonError(`there is no environment \`${name}\``, {
    code: "ENVIRONMENT_UNKNOWN",
    fault: "usage",
    fix,
  });
}
