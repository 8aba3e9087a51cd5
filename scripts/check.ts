import { processContext } from "../src/host/process-context.ts";
import { checks } from "./checks.ts";
import { runChecks } from "./run-checks.ts";

/** npm run check: everything that can be said of the sources without running them. */
process.exitCode = await runChecks(checks, processContext());
