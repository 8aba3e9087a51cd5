import { compile } from "json-schema-to-typescript";
import { KeelsonError } from "../model/keelson-error.ts";
import type { ValueMap } from "../model/value.ts";

/**
 * TypeScript types of a JSON Schema, with the name in its `title`. `from` is the schema's file, named at the
 * top. The same schema gives the same text.
 * @throws VALUES_SCHEMA_INVALID the schema is none, or refers to another file
 */
export async function generateTypes(schema: ValueMap, from: string): Promise<string> {
  const title = schema["title"];
  try {
    return await compile(structuredClone(schema), typeof title === "string" ? title : "Values", {
      bannerComment: `// Generated from ${from}. Do not edit.`,
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      $refOptions: { resolve: { external: false } },
    });
  } catch (cause) {
    throw new KeelsonError(`no types can be made: ${firstLine(cause)}`, {
      code: "VALUES_SCHEMA_INVALID",
      fault: "input",
      at: { file: from },
      fix: "mend it: JSON Schema 2020-12, in one file",
      cause,
    });
  }
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}
