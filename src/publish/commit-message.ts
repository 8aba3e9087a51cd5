import type { SourceCommit } from "../model/plan.ts";
import { commitReferences } from "./commit-references.ts";
import { formatPerson } from "./hydrator-metadata.ts";

/** The message of a hydrated commit, as Argo CD's own hydrator words it: `<sha7>: <subject>`. */
export function commitMessage(source: SourceCommit): string {
  const references = commitReferences(source.trailers);
  const authors = [...references.map((one) => one.author), formatPerson(source.author)];
  const credits = authors.filter((one) => one !== undefined).map((one) => `Co-authored-by: ${one}`);
  const parts = [`${source.sha.slice(0, 7)}: ${source.subject}`, source.body.trimEnd()];
  return `${[...parts.filter((part) => part !== ""), credits.join("\n")].join("\n\n")}\n`;
}
