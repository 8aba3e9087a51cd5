import { readFile, writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";

/** Each schema with the file of types that is generated from it. */
const generated = [
  ["schemas/keelson.json", "src/model/keelson-config.ts"],
  ["schemas/secrets.json", "src/model/secret-declarations.ts"],
] as const;

const stale: string[] = [];
for (const [schemaFile, typesFile] of generated) {
  const wanted = await compileFromFile(schemaFile, {
    bannerComment: `// Generated from ${schemaFile} by \`npm run generate\`. Do not edit.`,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
  });
  const found = await readFile(typesFile, "utf8").catch(() => "");
  if (found === wanted) continue;
  stale.push(typesFile);
  if (!process.argv.includes("--check")) await writeFile(typesFile, wanted);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  process.stderr.write(
    `${stale.join(", ")} is not what its schema says\n  fix: npm run generate\n`,
  );
  process.exitCode = 3;
}
