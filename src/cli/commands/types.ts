import type { Command } from "commander";
import type { CliContext } from "../../model/cli-context.ts";
import { KeelsonError } from "../../model/keelson-error.ts";
import { plain } from "../../report/plain.ts";

/** `keelson types`: TypeScript types of the value sets that name a file for them. */
export function registerTypes(program: Command, context: CliContext): void {
  program
    .command("types")
    .description("generate TypeScript types from the schemas of value sets")
    .option("--check", "write nothing; fail when a file is not what its schema says")
    .action(async ({ check }: { readonly check?: true }) => {
      await updateTypes(context, check === true);
    });
}

async function updateTypes(context: CliContext, isCheck: boolean): Promise<void> {
  const { readSettings } = await import("../read-settings.ts");
  const { writeTypes } = await import("../steps/values/write-types.ts");
  const settings = await readSettings(context.root);
  const files = settings.values.flatMap(({ schema, types }) =>
    schema === undefined || types === undefined ? [] : [{ schema, types }],
  );
  const stale = await writeTypes(context.root, files, { isCheck });
  if (isCheck && stale.length > 0) throw staleTypes(stale);
  if (files.length === 0) context.say("no value set has both `schema` and `types`\n");
  for (const { types } of files) {
    context.print(`${plain(types)}  ${stale.includes(types) ? "written" : "unchanged"}\n`);
  }
}

function staleTypes(stale: readonly string[]): KeelsonError {
  return new KeelsonError(`${stale.join(", ")} is not what its schema says`, {
    code: "TYPES_STALE",
    fault: "input",
    at: { file: stale[0] ?? "" },
    fix: "keelson types",
  });
}
