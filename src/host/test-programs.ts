import { spawnSync } from "node:child_process";

/** How to get what `npm run setup` does not install. */
const installs: Readonly<Record<string, string>> = { gpg: "install gnupg", jq: "install jq" };

/**
 * Are all these programs here, for tests that call them? Where one is missing the tests are left out, with a line that
 * says how to get it.
 * @throws on CI, where they must be here
 */
export function hasPrograms(...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => spawnSync(program, ["--help"]).error !== undefined);
  const lines = missing.map((program) => `${program} is missing: ${installOf(program)}`);
  if (lines.length === 0) return true;
  if (process.env["CI"] === "true") throw new Error(lines.join("\n"));
  for (const line of lines) process.stderr.write(`${line}; its tests are left out\n`);
  return false;
}

function installOf(program: string): string {
  return installs[program] ?? "npm run setup";
}
