import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CliContext } from "../model/cli-context.ts";
import { statusLine } from "./status-line.ts";

const rootMarks = ["keelson.yaml", "helmfile.yaml", "helmfile.yaml.gotmpl", "helmfile.d", ".git"];

/** The running process as a command sees it: the repository's root, its outputs, its signals. */
export function processContext(): CliContext {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // A second one would end us before we have tidied up; what runs has been killed by the first.
    process.on(name, () => stop.abort());
  }
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  return {
    root: findRoot(process.cwd()),
    environment: process.env,
    print: (text) => void process.stdout.write(text),
    ...speaker(),
    colour: wantsColour(),
    signal: stop.signal,
  };
}

/** A reader such as `head` has seen enough: what we do goes on and ends as it would, unheard. */
function ignoreClosedPipe(error: Error): void {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
}

function speaker(): Pick<CliContext, "say" | "status"> {
  const isTerminal = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  return isTerminal ? statusLine(write, () => process.stderr.columns || 80) : { say: write };
}

function write(text: string): void {
  process.stderr.write(text);
}

function findRoot(start: string): string {
  if (rootMarks.some((mark) => existsSync(join(start, mark)))) return start;
  const parent = dirname(start);
  return parent === start ? process.cwd() : findRoot(parent);
}

/** @see https://no-color.org and https://force-color.org */
function wantsColour(): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return true;
  return process.stderr.isTTY && process.env["TERM"] !== "dumb";
}
