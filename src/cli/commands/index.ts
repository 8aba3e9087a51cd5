import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";

type Register = (program: Command, context: CliContext) => void;

/** Every command of the program by its name, in the order that `--help` lists them. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  values: async () => (await import("./values.ts")).registerValues,
  explain: async () => (await import("./explain.ts")).registerExplain,
  render: async () => (await import("./render.ts")).registerRender,
  check: async () => (await import("./check.ts")).registerCheck,
  graph: async () => (await import("./graph.ts")).registerGraph,
  diff: async () => (await import("./diff.ts")).registerDiff,
  plan: async () => (await import("./plan.ts")).registerPlan,
  publish: async () => (await import("./publish.ts")).registerPublish,
  promote: async () => (await import("./promote.ts")).registerPromote,
  argocd: async () => (await import("./argocd.ts")).registerArgocd,
  secrets: async () => (await import("./secrets.ts")).registerSecrets,
  types: async () => (await import("./types.ts")).registerTypes,
};

/** The command that is called is the only one to be loaded; all of them for help and for a name that is none. */
export async function registerCommands(
  program: Command,
  context: CliContext,
  [called = ""]: readonly string[],
): Promise<void> {
  const load = Object.hasOwn(commands, called) ? commands[called] : undefined;
  for (const each of load === undefined ? Object.values(commands) : [load]) {
    (await each())(program, context);
  }
}
