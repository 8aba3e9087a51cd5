import { KeelsonError } from "../../../model/keelson-error.ts";
import { forbiddenVariables } from "../../../render/render-variables.ts";

/** @throws RENDER_VARIABLE_REFUSED keelson.yaml would hand a credential to Helmfile, or a variable that steers it */
export function refuseVariables(names: readonly string[]): void {
  const refused = forbiddenVariables(names);
  if (refused.length === 0) return;
  throw new KeelsonError(`render.variables lets ${refused.join(", ")} through to Helmfile`, {
    code: "RENDER_VARIABLE_REFUSED",
    fault: "input",
    at: { file: "keelson.yaml", pointer: "/render/variables" },
    fix: "take it out: a secret is declared under secrets/, and what steers programs is not for templates",
  });
}
