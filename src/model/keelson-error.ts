import type { Finding } from "./finding.ts";
import type { Place } from "./place.ts";

/** Whose fault a failure is. It decides the exit code: usage 2, input 3, tool 4, check 5. */
export type Fault = "usage" | "input" | "tool" | "check";

export interface KeelsonErrorOptions {
  readonly code: string;
  readonly fault: Fault;
  readonly at?: Place;
  readonly fix: string;
  readonly findings?: readonly Finding[];
  readonly cause?: unknown;
}

/** What stops a step: a stable code, whose fault it is, where, and how to mend it. */
export class KeelsonError extends Error {
  override readonly name = "KeelsonError";
  readonly code: string;
  readonly fault: Fault;
  readonly at: Place;
  readonly fix: string;
  /** The findings that made the step stop; empty when the error speaks for itself. */
  readonly findings: readonly Finding[];

  constructor(message: string, options: KeelsonErrorOptions) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
    this.fault = options.fault;
    this.at = options.at ?? {};
    this.fix = options.fix;
    this.findings = options.findings ?? [];
  }
}
