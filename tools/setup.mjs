// npm run setup: the npm packages and Node 24.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./packages.mjs";

await ensurePackages(dirname(dirname(fileURLToPath(import.meta.url))));
