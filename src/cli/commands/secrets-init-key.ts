import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";

/** `keelson secrets init-key`. */
export function registerInitKey(secrets: Command, context: CliContext): void {
  secrets
    .command("init-key")
    .description("make a sealing key for an environment without a cluster to fetch one from")
    .argument("<environment>", "the environment, as `helmfile -e` takes it")
    .option("--key <path>", "where the private key goes, outside of every work tree")
    .action(async (environment: string, options: { readonly key?: string }) => {
      const { initSealingKey } = await import("../steps/secrets/init-sealing-key.ts");
      const made = await initSealingKey(context, environment, options.key);
      context.print(
        [
          `${environment}  ${made.fingerprint}`,
          `Keep    ${made.keyFile} (the private key: it opens everything sealed for ${environment})`,
          `Commit  ${made.certificateFile}, keelson.yaml`,
          "",
        ].join("\n"),
      );
    });
}
