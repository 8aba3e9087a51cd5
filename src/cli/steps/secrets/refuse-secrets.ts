import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";

/**
 * Stop when something about secrets is wrong.
 * @throws the code that is given, with all findings
 */
export function refuseSecrets(findings: readonly Finding[], code: string): void {
  if (!findings.some(({ level }) => level === "error")) return;
  throw new KeelsonError("the secrets are not as they must be; nothing was written", {
    code,
    fault: "input",
    fix: "mend what is named above",
    findings,
  });
}
