import { Option, type Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import type { Finding } from "../../model/finding.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { counted } from "../../report/counted.ts";
import {
  findingFormats,
  formatFindingsAs,
  type FindingFormat,
} from "../../report/finding-formats.ts";
import { formatFindings } from "../../report/findings.ts";
import { formatJsonText } from "../../report/json.ts";
import { summarizeLinks } from "../../report/links.ts";
import { annotate, fromRepositoryRoot } from "../annotate.ts";
import { selectEnvironments } from "../select-environments.ts";
import type { CheckedEnvironment } from "../steps/check/render-checked.ts";

interface CheckOptions {
  readonly from?: string;
  readonly namespace?: string;
  readonly format: FindingFormat;
  readonly json?: true;
}

/** `keelson check [environment...]`: does everything that must connect connect. */
export function registerCheck(program: Command, context: CliContext): void {
  program
    .command("check")
    .argument("[environment...]", "the environments; default: all")
    .description("say whether everything that is named is there and can be reached")
    .option("--from <folder>", "check manifests that something else rendered; - for standard input")
    .option(
      "--namespace <name>",
      "with --from: where objects without a namespace go; default: the environment's, the only one named, or `default`",
    )
    .addOption(
      new Option("--format <format>", "how findings are printed")
        .choices(findingFormats)
        .default("text"),
    )
    .option("--json", "short for --format json")
    .action(async (named: string[], options: CheckOptions) => {
      const checked = await collect(context, named, options).catch(async (error: unknown) => {
        throw await printRefused(error, options, context);
      });
      context.print(await formatChecked(checked, options, context));
      if (options.format === "text") await annotate(namedFindings(checked), context);
      refuse(checked);
    });
}

async function collect(
  context: CliContext,
  named: readonly string[],
  { from, namespace }: CheckOptions,
): Promise<readonly CheckedEnvironment[]> {
  const { readSettings } = await import("../read-settings.ts");
  const settings = await readSettings(context.root);
  const declared = Object.keys(settings.environments);
  if (from === undefined) {
    if (namespace !== undefined) throw usage("--namespace is for --from", "leave it out");
    const { renderAll } = await import("../steps/check/render-all.ts");
    return await renderAll(context, settings, {
      environments: selectEnvironments(declared, named),
    });
  }
  const [environment = "", ...others] =
    named.length === 0 ? [] : selectEnvironments(declared, named);
  if (others.length > 0)
    throw usage(
      "--from takes one environment, whose exceptions count",
      "name one environment, or none",
    );
  const { checkGiven } = await import("../steps/check/check-given.ts");
  return [
    await checkGiven(context, settings, {
      from,
      environment,
      ...(namespace !== undefined && { namespace }),
    }),
  ];
}

async function formatChecked(
  checked: readonly CheckedEnvironment[],
  { format, json }: CheckOptions,
  context: CliContext,
): Promise<string> {
  if (json === true || format === "json") return formatJson(checked);
  if (format === "text") return formatText(checked, context);
  const findings = await fromRepositoryRoot(namedFindings(checked), context);
  return formatFindingsAs(format, findings, { colour: false });
}

function namedFindings(checked: readonly CheckedEnvironment[]): readonly Finding[] {
  return checked.flatMap(({ environment, findings }) =>
    findings.map((finding) => ({ ...finding, says: `${environment}: ${finding.says}` })),
  );
}

/** Wrong inputs stop the render, and whoever asked for another format than text wants them in it. */
async function printRefused(
  error: unknown,
  { format }: CheckOptions,
  context: CliContext,
): Promise<unknown> {
  if (format !== "text" && error instanceof KeelsonError && error.findings.length > 0) {
    const findings = await fromRepositoryRoot(error.findings, context);
    context.print(formatFindingsAs(format, findings, { colour: false }));
  }
  return error;
}

function formatText(checked: readonly CheckedEnvironment[], context: CliContext): string {
  const blocks = checked.map(({ environment, manifests, findings, links }) => {
    const name = environment === "" ? "" : `${environment}  `;
    const head = `${name}${counted(manifests.length, "object")}, ${summarizeLinks(links)}\n`;
    return findings.length === 0
      ? head
      : `${head}${formatFindings(findings, { colour: context.printsColour })}`;
  });
  return blocks.join("");
}

function formatJson(checked: readonly CheckedEnvironment[]): string {
  const environments = checked.map(({ environment, manifests, findings, links }) => ({
    environment,
    objects: manifests.length,
    findings,
    links,
  }));
  return formatJsonText({ schemaVersion: 1, environments });
}

function refuse(checked: readonly CheckedEnvironment[]): void {
  const errors = checked
    .flatMap(({ findings }) => findings)
    .filter(({ level }) => level === "error");
  if (errors.length === 0) return;
  throw new KeelsonError(`the check found ${counted(errors.length, "error")}`, {
    code: "CHECK_FAILED",
    fault: "check",
    fix: "mend what is named above, or accept it under `checks.exceptions` with a reason",
  });
}

function usage(message: string, fix: string): KeelsonError {
  return new KeelsonError(message, { code: "USAGE", fault: "usage", fix });
}
