import { writeFile } from "node:fs/promises";
import type { Command } from "../model/command.ts";
import { runCommand } from "./run-command.ts";

/**
 * Run a command beside everything else and write what it printed to a file; nothing where it fails. Gives a
 * function that ends it when its answer is of no use any more.
 */
export function keepAnswer(
  command: Command,
  file: string,
  signal: AbortSignal,
): () => Promise<void> {
  const useless = new AbortController();
  const stop = AbortSignal.any([signal, useless.signal]);
  const kept = runCommand(command, stop)
    .then(({ exitCode, stdout }) => (exitCode === 0 ? writeFile(file, stdout) : undefined))
    // Whoever needs the answer asks again, and is told what is wrong.
    .catch(() => undefined);
  return async () => {
    useless.abort();
    await kept;
  };
}
