import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import type { RenderedLine } from "../../report/rendered-line.ts";

interface RenderFlags {
  readonly output?: string;
  readonly only?: readonly string[];
  readonly verify?: boolean;
  readonly bundle?: string;
}

/** `keelson render [environment...]`: what would be published, as files or on standard output. */
export function registerRender(program: Command, context: CliContext): void {
  program
    .command("render")
    .argument("[environment...]", "the environments; default: all")
    .description("render manifests: print them, or write them to a folder")
    .option("--output <folder>", "write <folder>/<environment>/<release>/<object>.yaml")
    .option("--only <selector...>", "Helmfile selectors: name=web tier!=cache")
    .option("--verify", "render a second time elsewhere and name every difference")
    .option("--bundle <file>", "write everything that `publish --from` needs into one file")
    .action(async (named: string[], flags: RenderFlags) => {
      await render(context, named, flags);
    });
}

async function render(
  context: CliContext,
  named: readonly string[],
  flags: RenderFlags,
): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { renderEnvironments } = await import("../steps/render/render-environments.ts");
  const { selectEnvironments } = await import("../select-environments.ts");
  const settings = await readSettings(context.root);
  const environments = selectEnvironments(Object.keys(settings.environments), named);
  const width = Math.max(0, ...environments.map((name) => name.length));
  const onDone = async (line: RenderedLine): Promise<void> => {
    const { formatRenderedLine } = await import("../../report/rendered-line.ts");
    context.say(formatRenderedLine(line, { colour: context.colour, width }));
  };
  await renderEnvironments(context, settings, {
    environments,
    selectors: flags.only ?? [],
    verify: flags.verify === true,
    ...(flags.output !== undefined && { output: resolve(flags.output) }),
    ...(flags.bundle !== undefined && { bundle: resolve(flags.bundle) }),
    onDone,
  });
}
