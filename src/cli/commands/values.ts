import { Option, type Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import { withoutCommands } from "../../model/workflow-command.ts";
import {
  findingFormats,
  formatFindingsAs,
  type FindingFormat,
} from "../../report/finding-formats.ts";
import { formatJsonText } from "../../report/json.ts";
import { isWorkflow } from "../is-workflow.ts";
import type { NamedValues } from "../steps/values/resolve-value-sets.ts";

interface ValuesOptions {
  readonly output: "yaml" | "json";
  readonly origins?: boolean;
  readonly set?: string;
  readonly findings?: FindingFormat;
}

/** `keelson values <environment>`: the values that Helm is handed, secrets masked. */
export function registerValues(program: Command, context: CliContext): void {
  program
    .command("values")
    .argument("<environment>", "the environment, as `helmfile -e` takes it")
    .description("print an environment's values, merged and checked")
    .addOption(
      new Option("--output <format>", "how values are printed")
        .choices(["yaml", "json"])
        .default("yaml"),
    )
    .option("--origins", "say behind each value where it was set")
    .option("--set <name>", "one value set; default: all")
    .addOption(
      new Option("--findings <format>", "print what is wrong in this form, not the values").choices(
        findingFormats,
      ),
    )
    .action(async (environment: string, options: ValuesOptions) => {
      await printValues(context, environment, options);
    });
}

async function printValues(
  context: CliContext,
  environment: string,
  options: ValuesOptions,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { refuseWrong, resolveValueSets } = await import("../steps/values/resolve-value-sets.ts");
  const settings = await readSettings(context.root);
  const sets = await resolveValueSets(context.root, settings, { environment, set: options.set });
  const findings: readonly Finding[] = sets.flatMap((set) => set.findings);
  if (options.findings !== undefined) {
    context.print(formatFindingsAs(options.findings, findings, { colour: false }));
  }
  refuseWrong(findings);
  if (options.findings !== undefined) return;
  if (options.output === "json") return context.print(formatJsonText(await asJson(sets)));
  const text = await asYaml(sets, options);
  context.print(isWorkflow(context) ? withoutCommands(text) : text);
}

async function asYaml(sets: readonly NamedValues[], { origins }: ValuesOptions): Promise<string> {
  const { formatValues } = await import("../../values/format-values.ts");
  const { maskSecrets } = await import("../../values/mask-secrets.ts");
  const texts = sets.map(({ name, resolved, schema }) => {
    const values = schema === undefined ? resolved.values : maskSecrets(resolved.values, schema);
    const head = sets.length === 1 ? [] : [name];
    return formatValues(resolved, { head, values, origins: origins === true });
  });
  return texts.join("---\n");
}

/** One set is printed as it is, several by their names. */
async function asJson(sets: readonly NamedValues[]): Promise<unknown> {
  const { maskSecrets } = await import("../../values/mask-secrets.ts");
  const masked = sets.map(({ name, resolved, schema }) => {
    const values = schema === undefined ? resolved.values : maskSecrets(resolved.values, schema);
    return [name, values] as const;
  });
  const [first] = masked;
  return masked.length === 1 ? first?.[1] : Object.fromEntries(masked);
}
