import { workTreeFiles } from "../../../host/work-tree-files.ts";
import type { Finding } from "../../../model/finding.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { findNeedles, indexNeedles, type Searched } from "../../../secrets/find-needles.ts";
import { needlesOf, type KnownValue } from "../../../secrets/needle.ts";

/**
 * Refuse to go on when a value that is known now stands in the work tree, or in what is about to be written.
 * @throws SECRETS_LEAKED with one finding for each value and file
 */
export async function refuseLeaks(
  root: string,
  known: readonly KnownValue[],
  outputs: readonly Searched[],
): Promise<void> {
  const index = indexNeedles(known.flatMap(needlesOf));
  if (index.size === 0) return;
  const findings: Finding[] = outputs.flatMap((output) => [...findNeedles(output, index)]);
  for await (const file of workTreeFiles(root)) findings.push(...findNeedles(file, index));
  if (findings.length === 0) return;
  throw new KeelsonError("secret values stand in the work tree; nothing was written", {
    code: "SECRETS_LEAKED",
    fault: "check",
    fix: "take them out of the files named above, then seal again",
    findings,
  });
}
