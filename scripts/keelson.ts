import { processContext } from "../src/host/process-context.ts";
import { installOrSay } from "../tools/install/install-or-say.ts";
import { programsFor } from "../tools/install/pin.ts";

/** Commands that render, and so call Helmfile and Helm. */
const rendering = ["check", "diff", "explain", "graph", "plan", "promote", "publish", "render"];

/** npm run keelson: our own command on this repository; the programs that it calls are installed before. */
const [command = "", ...words] = process.argv.slice(2);
const rendersNothing = words.some((word) => /^(-h|--help|--from|--no-render)\b/.test(word));
const names = rendering.includes(command) && !rendersNothing ? programsFor("demo") : [];
const { exitCode } = await installOrSay(names, processContext());
if (exitCode === 0) await import("../src/cli/main.ts");
else process.exitCode = exitCode;
