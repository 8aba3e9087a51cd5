// npm run setup [-- demo | tests | PROGRAM...]: the npm packages, Node 24 and programs; those of the demonstration
// when none is named.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./run-script.mjs";

await runScript(
  dirname(dirname(fileURLToPath(import.meta.url))),
  "tools/install.ts",
  process.argv.slice(2),
);
