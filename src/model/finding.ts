import type { Place } from "./place.ts";

/** What is wrong with an input or a render: reported together with all others, never thrown. */
export interface Finding {
  /** Stable and documented, such as `VALUES_UNKNOWN_KEY`; tests and exceptions name it. */
  readonly code: string;
  /** An error stops a publish; a warning is shown. */
  readonly level: "error" | "warning";
  readonly at: Place;
  /** What is wrong, in one sentence without a full stop. */
  readonly says: string;
  /** How to mend it, in the imperative. */
  readonly fix: string;
  /** The line named may hold a secret: it is never shown. */
  readonly concealed?: true;
  /** Further lines for a person: the place behind the place, what there is instead. */
  readonly notes?: readonly string[];
}
