/** What every command is handed: where it runs, where it speaks, and when it must stop. */
export interface CliContext {
  /** The repository's root: the nearest folder upwards that holds keelson.yaml, .git or a helmfile. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Data: what a pipe reads. */
  readonly print: (text: string) => void;
  /** Talk: progress and findings. */
  readonly say: (text: string) => void;
  /** On a terminal: a last line that the next status replaces and an empty one takes away. */
  readonly status?: (text: string) => void;
  /** Whether talk has colours. */
  readonly colour: boolean;
  /** Whether data has colours, where it is for people: a pipe or a file gets none. */
  readonly printsColour: boolean;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}
