import { join } from "node:path";
import { readTextIfThere } from "../host/files.ts";
import { KeelsonError } from "../model/keelson-error.ts";
import { formatFailure } from "../report/failure.ts";
import { plain } from "../report/plain.ts";

/** A failure in words for a person, with excerpts of the files that it names. */
export async function explainFailure(
  error: unknown,
  { root, colour }: { readonly root: string; readonly colour: boolean },
): Promise<string> {
  if (!(error instanceof KeelsonError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `this is a bug in keelson; please report it with what follows\n${plain(stack)}\n`;
  }
  const sources = new Map<string, string>();
  for (const { at } of error.findings) {
    const text = at.file === undefined ? undefined : await readTextIfThere(join(root, at.file));
    if (at.file !== undefined && text !== undefined) sources.set(at.file, text);
  }
  return formatFailure(error, { colour, sources });
}
