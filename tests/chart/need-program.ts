import { runCommand } from "../../src/host/run-command.ts";

/**
 * Whether a program is there for a test. On CI a missing one fails the test; elsewhere the test is left
 * out, with one line that says so.
 */
export async function hasProgram(
  program: string,
  versionArgs: readonly string[],
): Promise<boolean> {
  const found = await runCommand({ program, args: versionArgs }).then(
    (result) => result.exitCode === 0,
    () => false,
  );
  if (!found && process.env["CI"] === "true") throw new Error(`${program} is missing`);
  if (!found)
    process.stderr.write(`${program} is missing: its tests are left out; npm run setup\n`);
  return found;
}
