import { join } from "node:path";
import { readTextIfThere } from "../../../host/files.ts";
import { KeelsonError } from "../../../model/keelson-error.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";

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
