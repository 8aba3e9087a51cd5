import { runGuardHook } from "../src/cli/hooks/guard-hook.ts";

process.exitCode = await runGuardHook(process.argv.slice(2));
