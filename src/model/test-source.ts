import type { SourceCommit } from "./plan.ts";

/** A commit of a source that is pushed and has no edits. */
export const testSource: SourceCommit = {
  sha: "a".repeat(40),
  author: { name: "Writer", email: "writer@example.com" },
  authoredAt: "2026-01-02T03:04:05+01:00",
  committedAt: "2026-01-02T03:05:05+01:00",
  subject: "feat: begin",
  body: "",
  trailers: [],
  repoUrl: "https://example.com/source.git",
  dirty: false,
  pushed: true,
};
