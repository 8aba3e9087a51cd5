import { runPrepareHook } from "../src/cli/hooks/prepare-hook.ts";

process.exitCode = await runPrepareHook(process.argv.slice(2));
