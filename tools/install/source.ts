import type { Pin } from "./pin.ts";
import type { Site } from "./site.ts";

/** A program that is wanted, with an empty folder in which a source leaves it. */
export interface Wanted {
  readonly name: string;
  readonly pin: Pin;
  readonly draftFolder: string;
}

/** Where a source left the program, or why it cannot give it. */
export type Sourced = { readonly file: string } | { readonly reason: string };

/** One way to have a program. It writes below `draftFolder` alone. */
export type Source = (wanted: Wanted, site: Site) => Promise<Sourced>;
