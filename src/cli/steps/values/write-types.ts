import { join } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../../host/files.ts";
import { generateTypes } from "../../../values/generate-types.ts";
import { readSchema } from "./read-schema.ts";

/** A schema and the file of types that is made from it, relative to the root. */
export interface TypesFile {
  readonly schema: string;
  readonly types: string;
}

/**
 * Bring types up to date with their schemas, and give the files that were not. With `isCheck` nothing is
 * written.
 * @throws VALUES_SCHEMA_INVALID a schema is not there, or is none
 */
export async function writeTypes(
  root: string,
  files: readonly TypesFile[],
  { isCheck }: { readonly isCheck: boolean },
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { schema, types } of files) {
    const wanted = await generateTypes(await readSchema(root, schema), schema);
    if ((await readTextIfThere(join(root, types))) === wanted) continue;
    stale.push(types);
    if (!isCheck) await writeTextAtomic(join(root, types), wanted);
  }
  return stale;
}
