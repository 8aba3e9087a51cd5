// node tools/run.mjs FILE.ts [arguments]: sees to the npm packages and Node 24, then runs FILE.ts with it.
// Plain JavaScript without dependencies, since it runs before there are any, on any Node from 20.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./run-script.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node tools/run.mjs FILE.ts [arguments]\n");
  process.exitCode = 2;
} else {
  await runScript(dirname(dirname(fileURLToPath(import.meta.url))), file, args);
}
