import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { registerArgocd } from "./argocd.ts";
import { registerCheck } from "./check.ts";
import { registerDiff } from "./diff.ts";
import { registerExplain } from "./explain.ts";
import { registerGraph } from "./graph.ts";
import { registerPlan } from "./plan.ts";
import { registerPromote } from "./promote.ts";
import { registerPublish } from "./publish.ts";
import { registerRender } from "./render.ts";
import { registerSecrets } from "./secrets.ts";
import { registerTypes } from "./types.ts";
import { registerValues } from "./values.ts";

type Register = (program: Command, context: CliContext) => void;

/** Every command of the program, in the order that `--help` lists them. */
const commands: readonly Register[] = [
  registerValues,
  registerExplain,
  registerRender,
  registerCheck,
  registerGraph,
  registerDiff,
  registerPlan,
  registerPublish,
  registerPromote,
  registerArgocd,
  registerSecrets,
  registerTypes,
];

export function registerCommands(program: Command, context: CliContext): void {
  for (const register of commands) register(program, context);
}
