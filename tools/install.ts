import { exitCode } from "../src/cli/exit-code.ts";
import { processContext } from "../src/host/process-context.ts";
import { KeelsonError } from "../src/model/keelson-error.ts";
import { formatFailure } from "../src/report/failure.ts";
import { installPrograms } from "./install/install-programs.ts";
import { programsFor } from "./install/pin.ts";

/** tools/install.ts [demo | tests | PROGRAM...]: installs what is not there and says what there is. */
const context = processContext();
const wanted = process.argv.slice(2).flatMap((word) => {
  return word === "demo" || word === "tests" ? programsFor(word) : [word];
});

try {
  const say = (text: string): void => context.say(`setup: ${text}\n`);
  const installed = await installPrograms(wanted.length > 0 ? wanted : programsFor("demo"), {
    say,
    signal: context.signal,
  });
  const lines = installed.map(({ name, version, from }) => `${name} ${version} (${from})`);
  context.print(`${lines.join("\n")}\n`);
} catch (error) {
  if (!(error instanceof KeelsonError)) throw error;
  context.say(formatFailure(error, { colour: context.colour, sources: new Map() }));
  process.exitCode = exitCode(error);
}
