import type { CliContext } from "../model/cli-context.ts";

/** Does a GitHub workflow's runner read along what is printed, and obey its commands? */
export function isWorkflow({ environment }: Pick<CliContext, "environment">): boolean {
  return environment["GITHUB_ACTIONS"] === "true";
}
