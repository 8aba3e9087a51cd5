import { run } from "../src/cli/run.ts";

/*
 * `node scripts/validate-connections.ts [environment...]`: whether every address, secret and topic in what
 * Helmfile renders leads somewhere; nothing is asked of a cluster. `keelson check` under the name people look for.
 */
process.exitCode = await run(["check", ...process.argv.slice(2)]);
