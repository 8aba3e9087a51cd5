import { parseDocument } from "yaml";
import type { Layer } from "../model/layer.ts";
import { asMap, type ValueMap } from "../model/value.ts";

/** One file of sealed values as it was read. */
export interface SealedFile {
  readonly file: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly manifest: ValueMap;
}

/** The SealedSecret in a file, or undefined when it holds something else. */
export function readSealed({ file, text }: Layer): SealedFile | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const manifest = asMap(document.toJS({ maxAliasCount: 0 }));
  const { name, namespace } = asMap(manifest["metadata"]);
  if (manifest["kind"] !== "SealedSecret" || typeof name !== "string") return undefined;
  return { file, name, namespace: typeof namespace === "string" ? namespace : undefined, manifest };
}
