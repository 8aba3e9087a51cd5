import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { KeelsonError } from "../../model/keelson-error.ts";

interface ExplainOptions {
  readonly json?: boolean;
  readonly set?: string;
  readonly render: boolean;
}

/** `keelson explain <environment> <key>`: which file and line set a value, and what it touches. */
export function registerExplain(program: Command, context: CliContext): void {
  program
    .command("explain")
    .argument("<environment>", "the environment, as `helmfile -e` takes it")
    .argument("<key>", 'a path such as redpanda.replicas, global.tables[0] or a."b.c"')
    .description("say which file and line set a value, and what it touches")
    .option("--set <name>", "one value set; default: all")
    .option("--no-render", "do not look for the objects that a change touches")
    .option("--json", "print it as JSON")
    .action(async (environment: string, key: string, options: ExplainOptions) => {
      const { explain } = await import("../steps/explain/explain.ts");
      const { formatExplanation } = await import("../../report/explanation.ts");
      const { formatJsonText } = await import("../../report/json.ts");
      const keys = await readKeys(key);
      const request = { environment, keys, set: options.set, render: options.render };
      const explanations = await explain(context, request);
      if (options.json === true) context.print(formatJsonText(explanations));
      else context.print(explanations.map(formatExplanation).join("\n"));
    });
}

async function readKeys(key: string): Promise<readonly string[]> {
  const { parsePath } = await import("../../values/parse-path.ts");
  const keys = parsePath(key);
  if (keys !== undefined) return keys;
  throw new KeelsonError(`\`${key}\` is no path of keys`, {
    code: "VALUES_PATH",
    fault: "usage",
    fix: 'write it as redpanda.replicas, global.tables[0] or a."b.c"',
  });
}
