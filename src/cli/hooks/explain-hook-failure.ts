import { exitCode } from "../exit-code.ts";
import { explainFailure } from "../explain-failure.ts";
import { knownFailure } from "../known-failure.ts";

/** What a hook says of its failure, and the exit code that Helmfile shows. */
export async function explainHookFailure(
  thrown: unknown,
  root: string,
): Promise<{ text: string; exitCode: number }> {
  const error = knownFailure(thrown);
  const text = await explainFailure(error, { root, colour: false });
  return { text: `keelson: ${text}`, exitCode: exitCode(error) };
}
