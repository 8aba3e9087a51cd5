import { writeTypes } from "../src/cli/steps/values/write-types.ts";

/** Each schema with the file of types that is generated from it. */
const generated = [
  { schema: "schemas/keelson.json", types: "src/model/keelson-config.ts" },
  { schema: "schemas/secrets.json", types: "src/model/secret-declarations.ts" },
  { schema: "environments/schema.json", types: "environments/values.ts" },
];

const isCheck = process.argv.includes("--check");
const stale = await writeTypes(process.cwd(), generated, { isCheck });
if (isCheck && stale.length > 0) {
  process.stderr.write(
    `${stale.join(", ")} is not what its schema says\n  fix: npm run generate\n`,
  );
  process.exitCode = 3;
}
