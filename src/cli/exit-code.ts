import { KeelsonError, type Fault } from "../model/keelson-error.ts";

const byFault: Readonly<Record<Fault, number>> = { usage: 2, input: 3, tool: 4, check: 5 };

/**
 * 0 done, 1 our bug, 2 wrong arguments, 3 bad input, 4 a tool or service failed, 5 the check found errors,
 * 130 ended by Ctrl-C, as shells count it.
 */
export function exitCode(error: unknown): number {
  if (!(error instanceof KeelsonError)) return 1;
  return error.code === "CANCELLED" ? 130 : byFault[error.fault];
}
