import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "../model/command.ts";
import { KeelsonError } from "../model/keelson-error.ts";

/**
 * Run a command on the terminal of this process: it reads what a person types and prints as it goes. Gives
 * its exit code; a signal counts as 128 + its number.
 * @throws TOOL_MISSING the program is not on the PATH
 */
export function runAttached({ program, args, cwd, environment }: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: environment ?? process.env, stdio: "inherit" });
    child.on("error", (cause) => {
      reject(
        new KeelsonError(`${program} could not be started: ${cause.message}`, {
          code: "TOOL_MISSING",
          fault: "tool",
          fix: `install ${program} and see that it is on the PATH`,
          cause,
        }),
      );
    });
    child.on("close", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
