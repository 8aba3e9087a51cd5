import { processContext } from "../src/host/process-context.ts";
import { installOrSay } from "../tools/install/install-or-say.ts";
import { programsFor } from "../tools/install/pin.ts";

/** npm run keelson: our own command on this repository, with the programs that it calls. */
const asksForHelp = process.argv
  .slice(2)
  .every((word) => /^(-h|--help|help|-V|--version)$/.test(word));
const { exitCode } = asksForHelp
  ? { exitCode: 0 }
  : await installOrSay(programsFor("demo"), processContext());
if (exitCode === 0) await import("../src/cli/main.ts");
else process.exitCode = exitCode;
