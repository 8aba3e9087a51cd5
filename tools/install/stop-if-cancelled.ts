import { KeelsonError } from "../../src/model/keelson-error.ts";

/**
 * Go on unless Ctrl-C was pressed.
 * @throws CANCELLED it was
 */
export function stopIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new KeelsonError("cancelled while programs were installed", {
    code: "CANCELLED",
    fault: "tool",
    fix: "run it again: nothing was left half-done",
  });
}
