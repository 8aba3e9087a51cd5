import { exitCode } from "../src/cli/exit-code.ts";
import { explainFailure } from "../src/cli/explain-failure.ts";
import { processContext } from "../src/host/process-context.ts";
import { runDemo } from "./run-demo.ts";

/** npm run demo: the whole way on this machine, from the values to commits of a local GitOps repository. */
const context = processContext();
try {
  await runDemo(context);
} catch (error) {
  context.say(await explainFailure(error, context));
  process.exitCode = exitCode(error);
}
