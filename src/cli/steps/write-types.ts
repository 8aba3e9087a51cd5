import { join } from "node:path";
import { readTextIfThere, writeTextAtomic } from "../../host/files.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { isMap, type ValueMap } from "../../model/value.ts";
import { generateTypes } from "../../values/generate-types.ts";

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

/**
 * A JSON Schema of the repository.
 * @throws VALUES_SCHEMA_INVALID it is not there, or no JSON object
 */
export async function readSchema(root: string, file: string): Promise<ValueMap> {
  const text = await readTextIfThere(join(root, file));
  if (text === undefined) throw unusable(file, "it is not there");
  const schema = parse(text, file);
  if (isMap(schema)) return schema;
  throw unusable(file, "it is no JSON object");
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(file, cause instanceof Error ? cause.message : "it is no JSON");
  }
}

function unusable(file: string, why: string): KeelsonError {
  return new KeelsonError(`the schema cannot be used: ${why}`, {
    code: "VALUES_SCHEMA_INVALID",
    fault: "input",
    at: { file },
    fix: "mend it: JSON Schema 2020-12, in one file, own keywords start with `x-`",
  });
}
