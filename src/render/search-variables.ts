import type { Finding } from "../model/finding.ts";
import { reachesHelmfile, type Variables } from "./render-variables.ts";
import type { SourceFile } from "./search-sources.ts";
import { templateActions } from "./template-actions.ts";

const reading = /\b(?:env|requiredEnv)\s+["`](\w+)["`]/g;

/**
 * Variables of the caller that templates read and that do not reach Helmfile: it would find them empty, without a
 * word. `names` are those that keelson.yaml lets through.
 */
export function hiddenVariables(
  states: readonly SourceFile[],
  variables: Variables,
  names: readonly string[],
): readonly Finding[] {
  return states.flatMap(({ path, text }) =>
    templateActions(text).flatMap(({ code, line }) =>
      [...code.matchAll(reading)]
        .map(([, name = ""]) => name)
        .filter((name) => variables[name] !== undefined && !reachesHelmfile(name, names))
        .map((name) => hiddenVariable(name, { file: path, line })),
    ),
  );
}

function hiddenVariable(name: string, at: Finding["at"]): Finding {
  return {
    code: "RENDER_VARIABLE_HIDDEN",
    level: "warning",
    at,
    says: `${name} is set here, but does not reach Helmfile: the template finds it empty`,
    fix: "name it under `render.variables` in keelson.yaml, or take the value from a file",
  };
}

/** The variable that `requiredEnv` missed, in what Helmfile said. */
export function missingVariable(said: string): string | undefined {
  return /required env var `(\w+)` is not set/.exec(said)?.[1];
}
