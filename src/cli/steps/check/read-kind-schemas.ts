import { isKindSchemas, type KindSchemas } from "../../../check/schema/shape.ts";
import { readPackageText } from "../../../host/files.ts";

/** Read definitions of kinds that the package ships, in the order of their files. */
export async function readKindSchemas(files: readonly string[]): Promise<readonly KindSchemas[]> {
  const texts = await Promise.all(files.map((file) => readPackageText(file)));
  return texts.map((text): unknown => JSON.parse(text)).filter((read) => isKindSchemas(read));
}
