import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "../model/command.ts";
import { missingError } from "./run-command.ts";

/**
 * Run a command on the terminal of this process: it reads what a person types and prints as it goes. Gives
 * its exit code; a signal counts as 128 + its number.
 * @throws TOOL_MISSING the program is not on the PATH
 */
export function runAttached(command: Command): Promise<number> {
  const { program, args, cwd, environment } = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: environment ?? process.env, stdio: "inherit" });
    child.on("error", (cause) => reject(missingError(command, cause)));
    child.on("close", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
