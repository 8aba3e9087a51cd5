import type { Finding } from "../model/finding.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { exitCode } from "./exit-code.ts";
import { knownFailure } from "./known-failure.ts";

/** A bug is told alone; other failures are told together, in one list, with the worst one's exit code. */
export function joinFailures(all: readonly unknown[]): unknown {
  const failures = all.map(knownFailure);
  const known = failures.filter((failure) => failure instanceof KeelsonError);
  const [first] = known.toSorted((a, b) => exitCode(b) - exitCode(a));
  if (first === undefined || known.length < failures.length) {
    return failures.find((failure) => !(failure instanceof KeelsonError));
  }
  if (known.length === 1) return first;
  return new KeelsonError(`${known.length} environments failed`, {
    code: first.code,
    fault: first.fault,
    fix: first.fix,
    findings: known.flatMap((error) =>
      error.findings.length > 0 ? error.findings : asFinding(error),
    ),
  });
}

function asFinding(error: KeelsonError): Finding {
  const { code, at, message, fix } = error;
  return { code, level: "error", at, says: message, fix };
}
