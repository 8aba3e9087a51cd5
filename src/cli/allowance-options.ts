import { type Command, Option } from "commander";
import { protectedKinds } from "../publish/guard-removals.ts";
import type { Allowances } from "../publish/plan-request.ts";

/** What the options of `addAllowanceOptions` say. */
export interface AllowanceOptions {
  readonly remote?: string;
  readonly allowPrune?: true;
  readonly allowRemoval?: readonly string[];
  readonly adopt?: true;
  readonly overwriteHandMade?: true;
}

/** The options of all commands that write to a branch: where to, and past which guards. */
export function addAllowanceOptions(command: Command): Command {
  return command
    .option("--remote <remote>", "another GitOps remote than keelson.yaml names")
    .option("--allow-prune", "remove any share of the objects")
    .addOption(
      new Option("--allow-removal <kind...>", "remove objects of a kind that holds data").choices(
        Object.keys(protectedKinds),
      ),
    )
    .option("--adopt", "take over a branch that Keelson did not make")
    .option("--overwrite-hand-made", "undo what another hand changed on the branch");
}

export function readAllowances(options: AllowanceOptions): Allowances {
  return {
    prune: options.allowPrune === true,
    removal: options.allowRemoval ?? [],
    adopt: options.adopt === true,
    overwriteHandMade: options.overwriteHandMade === true,
  };
}
