/** How a step asks a person at a terminal. */
export interface Ask {
  readonly confirm: (question: string) => Promise<boolean>;
  /** What is typed is not shown. */
  readonly secret: (question: string) => Promise<string>;
}
