import { readFile, writeFile } from "node:fs/promises";

/** A file that `npm run generate` makes, and what it is made from. */
export interface Generated {
  readonly target: string;
  readonly source: string;
  readonly text: string;
}

/** Write a generated file that is not as it should be; with `--check` say so instead, and exit with 3. */
export async function writeGenerated({ target, source, text }: Generated): Promise<void> {
  const found = await readFile(target, "utf8").catch(() => "");
  if (found === text) return;
  if (!process.argv.includes("--check")) return await writeFile(target, text);
  process.stderr.write(`${target} is not what ${source} says\n  fix: npm run generate\n`);
  process.exitCode = 3;
}
