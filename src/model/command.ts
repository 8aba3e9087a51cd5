/** A call of another program, as a value: built and read by rooms, run by the host. */
export interface Command {
  readonly program: string;
  /** Passed as they are, without a shell. Never holds a secret: every user of the machine can read it. */
  readonly args: readonly string[];
  /** Working directory; the repository's root when it is left out. */
  readonly cwd?: string;
  /** The whole environment of the child. Left out: the host's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the child reads on standard input; left out, it reads nothing. */
  readonly input?: string | Uint8Array;
  /** How standard output is read: `latin1` makes each byte one letter. Default: `utf8`. */
  readonly encoding?: "utf8" | "latin1";
  /** After this long the child and its children are ended. Default: 10 minutes. */
  readonly timeoutMs?: number;
}

/** How a command ended. A signal counts as a failure: `exitCode` is then 128 + its number. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
