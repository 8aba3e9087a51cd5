import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { registerSecretsCheck } from "./secrets-check.ts";
import { registerInitKey } from "./secrets-init-key.ts";
import { registerSeal } from "./secrets-seal.ts";

/** `keelson secrets …`. */
export function registerSecrets(program: Command, context: CliContext): void {
  const secrets = program
    .command("secrets")
    .description("seal secrets, and check where they come from");
  registerSeal(secrets, context);
  registerSecretsCheck(secrets, context);
  registerInitKey(secrets, context);
}
