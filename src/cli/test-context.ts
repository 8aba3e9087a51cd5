import type { CliContext } from "../model/cli-context.ts";

/** What a command is handed in a test: the variables of this process, and nobody who listens. */
export function testContext(root: string, overrides: Partial<CliContext> = {}): CliContext {
  return {
    root,
    environment: process.env,
    print: () => undefined,
    say: () => undefined,
    colour: false,
    printsColour: false,
    signal: new AbortController().signal,
    ...overrides,
  };
}
