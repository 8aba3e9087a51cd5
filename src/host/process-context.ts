import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CliContext } from "../model/cli-context.ts";
import { statusLine } from "./status-line.ts";

const rootMarks = ["keelson.yaml", "helmfile.yaml", "helmfile.yaml.gotmpl", "helmfile.d", ".git"];

/** A command's context in a real process. */
export interface ProcessContext extends CliContext {
  /** Why something that was printed did not get where it should, such as a full disk. */
  readonly lost: () => Promise<Error | undefined>;
}

/** The running process as a command sees it: the repository's root, its outputs, its signals. */
export function processContext(): ProcessContext {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // A second one would end us before we have tidied up; what runs has been killed by the first.
    process.on(name, () => stop.abort());
  }
  const lost: Error[] = [];
  const note = (error: Error): void => void (isClosedPipe(error) || lost.push(error));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", note);
  return {
    lost: async () => {
      // A stream tells of a failed write in the next turn.
      await nextTurn();
      return lost[0];
    },
    root: findRoot(process.cwd()),
    environment: process.env,
    print: (text) => void process.stdout.write(text),
    ...speaker(),
    colour: wantsColour(process.stderr),
    printsColour: wantsColour(process.stdout),
    signal: stop.signal,
  };
}

/** A reader such as `head` has seen enough: what we do goes on and ends as it would, unheard. */
function isClosedPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
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
function wantsColour({ isTTY = false }: { readonly isTTY?: boolean }): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return true;
  return isTTY && process.env["TERM"] !== "dumb";
}
