import { KeelsonError } from "../../../model/keelson-error.ts";
import type { RenderedEnvironment } from "./render-environment.ts";

/**
 * An object that cannot be read is an object lost: nothing is done with such a render.
 * @throws RENDER_ERRORS with all findings of the environment
 */
export function refuseRenderErrors({ environment, findings }: RenderedEnvironment): void {
  if (!findings.some((finding) => finding.level === "error")) return;
  throw new KeelsonError(`${environment}: the render has errors`, {
    code: "RENDER_ERRORS",
    fault: "check",
    fix: "mend what is named above",
    findings,
  });
}
