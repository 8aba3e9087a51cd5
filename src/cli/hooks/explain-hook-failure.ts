import { exitCode } from "../exit-code.ts";
import { explainFailure } from "../explain-failure.ts";

/** What a hook says of its failure, and the exit code that Helmfile shows. */
export async function explainHookFailure(
  error: unknown,
  root: string,
): Promise<{ text: string; exitCode: number }> {
  const text = await explainFailure(error, { root, colour: false });
  return { text: `keelson: ${text}`, exitCode: exitCode(error) };
}
