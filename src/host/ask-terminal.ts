import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Ask } from "../model/ask.ts";
import { KeelsonError } from "../model/keelson-error.ts";

/**
 * Ask the person at this process's terminal.
 * @throws TERMINAL_MISSING standard input is none
 * @throws CANCELLED by Ctrl-C or Ctrl-D
 */
export const askTerminal: Ask = {
  confirm: async (question) =>
    /^y(?:es)?$/iu.test((await readLine(`${question} [y/N] `, true)).trim()),
  secret: async (question) => await readLine(`${question}: `, false),
};

function readLine(question: string, isShown: boolean): Promise<string> {
  if (!process.stdin.isTTY) return Promise.reject(noTerminal(question));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = isShown ? process.stderr : nowhere;
  const terminal = createInterface({
    input: process.stdin,
    output,
    terminal: true,
    historySize: 0,
  });
  return new Promise((resolve, reject) => {
    if (!isShown) process.stderr.write(question);
    terminal.once("SIGINT", () => terminal.close());
    terminal.once("close", () => {
      if (!isShown) process.stderr.write("\n");
      reject(cancelled());
    });
    terminal.question(isShown ? question : "", (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

function noTerminal(question: string): KeelsonError {
  return new KeelsonError(`there is nobody to ask: ${question.trim()}`, {
    code: "TERMINAL_MISSING",
    fault: "usage",
    fix: "run it at a terminal, or use `keelson secrets seal` and `keelson secrets check`",
  });
}

function cancelled(): KeelsonError {
  return new KeelsonError("cancelled at a question", {
    code: "CANCELLED",
    fault: "tool",
    fix: "run it again: what was finished before stays",
  });
}
