import { InvalidArgumentError, Option, type Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { formatJsonLine } from "../../report/json.ts";
import { plain } from "../../report/plain.ts";
import { formatOutcomes, jsonOutcomes, olderKeysNote } from "../seal-outcomes.ts";
import { selectEnvironments } from "../select-environments.ts";
import type { SealOutcome } from "../steps/secrets/seal-environment.ts";

interface SealOptions {
  readonly resealAll?: true;
  readonly resealOlderThan?: number;
  readonly trustCert?: string;
  readonly json?: true;
}

const dayMs = 24 * 60 * 60 * 1000;

/** `keelson secrets seal`. */
export function registerSeal(secrets: Command, context: CliContext): void {
  secrets
    .command("seal")
    .description("seal the values that are missing, or that changed at their source")
    .argument("[environment]", "the environment; default: all that seal")
    .argument("[secret...]", "only these Secrets; a source without a version is read again")
    .option("--reseal-all", "seal every value anew, as after a leak; generated values change")
    .addOption(
      new Option(
        "--reseal-older-than <age>",
        "seal anew what was sealed longer ago, such as 90d",
      ).argParser(days),
    )
    .option("--trust-cert <fingerprint>", "trust this sealing key from now on, in keelson.yaml")
    .option("--json", "print what was done as JSON, a line for each environment")
    .action(async (environment: string | undefined, names: string[], options: SealOptions) => {
      await seal(context, { environment, names, options });
    });
}

interface SealCall {
  readonly environment: string | undefined;
  readonly names: readonly string[];
  readonly options: SealOptions;
}

async function seal(context: CliContext, { environment, names, options }: SealCall): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const declared = Object.keys((await readSettings(context.root)).environments);
  const environments = selectEnvironments(declared, environment === undefined ? [] : [environment]);
  if (options.trustCert !== undefined) {
    const { trustCertificate } = await import("../steps/secrets/trust-certificate.ts");
    await trustCertificate(context, environments, options.trustCert);
  }
  const { sealEnvironment } = await import("../steps/secrets/seal-environment.ts");
  const settings = await readSettings(context.root);
  const resealBefore =
    options.resealOlderThan === undefined
      ? {}
      : { resealBefore: new Date(Date.now() - options.resealOlderThan * dayMs) };
  const resealAll = options.resealAll === true;
  const written: string[] = [];
  for (const name of environments) {
    const request = { settings, environment: name, names, resealAll, ...resealBefore };
    const outcomes = await sealEnvironment(context, request);
    context.print(
      options.json === true ? jsonLine(name, outcomes) : plain(formatOutcomes(name, outcomes)),
    );
    context.say(olderKeysNote(name, outcomes));
    written.push(...outcomes.filter(({ isWritten }) => isWritten).map(({ file }) => file));
  }
  if (options.json !== true) for (const file of written) context.print(`Commit  ${plain(file)}\n`);
}

function jsonLine(environment: string, outcomes: readonly SealOutcome[]): string {
  return formatJsonLine(jsonOutcomes(environment, outcomes));
}

function days(text: string): number {
  const [, count] = /^([0-9]+)d$/u.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError("a number of days, such as 90d");
  return Number(count);
}
