import { exitCode } from "../src/cli/exit-code.ts";
import { explainFailure } from "../src/cli/explain-failure.ts";
import { processContext } from "../src/host/process-context.ts";
import { deploy } from "./run-deploy.ts";

/** npm run deploy -- ENVIRONMENT [helmfile's own flags]: check an environment, then let Helmfile apply it. */
const context = processContext();
try {
  process.exitCode = await deploy(context, process.argv.slice(2));
} catch (error) {
  context.say(await explainFailure(error, context));
  process.exitCode = exitCode(error);
}
