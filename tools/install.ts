import { processContext } from "../src/host/process-context.ts";
import { installOrSay } from "./install/install-or-say.ts";
import { programsFor } from "./install/pin.ts";

/** tools/install.ts [demo | tests | PROGRAM...]: installs what is not there and says what there is. */
const context = processContext();
const words = process.argv.slice(2);
const names = (words.length > 0 ? words : ["demo"]).flatMap((word) => {
  return word === "demo" || word === "tests" ? programsFor(word) : [word];
});
const { exitCode, installed } = await installOrSay(names, context);
for (const { name, version, from } of installed) context.print(`${name} ${version} (${from})\n`);
process.exitCode = exitCode;
