import { exitCode } from "../src/cli/exit-code.ts";
import { explainFailure } from "../src/cli/explain-failure.ts";
import { createSecrets } from "../src/cli/steps/secrets/create-secrets.ts";
import { askTerminal } from "../src/host/ask-terminal.ts";
import { processContext } from "../src/host/process-context.ts";

/** npm run create-secrets -- ENVIRONMENT: walks a person through all secrets that an environment lacks. */
const context = processContext();
const [environment = ""] = process.argv.slice(2);
try {
  const { commit, remote } = await createSecrets(context, environment, askTerminal);
  for (const name of remote) context.print(`Made    ${name} (in AWS)\n`);
  for (const file of commit) context.print(`Commit  ${file}\n`);
  if (commit.length === 0) context.print(`${environment} lacks nothing that is to be committed\n`);
} catch (error) {
  context.say(await explainFailure(error, context));
  process.exitCode = exitCode(error);
}
