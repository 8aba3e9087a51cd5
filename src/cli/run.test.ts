import { join } from "node:path";
import { expect, test } from "vitest";
import { packageVersion } from "../host/package-version.ts";
import { runCommand } from "../host/run-command.ts";
import type { CommandResult } from "../model/command.ts";

function keelson(...args: readonly string[]): Promise<CommandResult> {
  const main = join(import.meta.dirname, "main.ts");
  return runCommand({ program: process.execPath, args: [main, ...args] });
}

test("--version prints the package's version alone", async () => {
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/u);
  expect(await keelson("--version")).toEqual({
    exitCode: 0,
    stdout: `${packageVersion()}\n`,
    stderr: "",
  });
});

test("--help lists every command, and each explains itself", async () => {
  const { exitCode, stdout } = await keelson("--help");
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gmu)].map(([, name = ""]) => name);
  expect(exitCode).toBe(0);
  expect(commands).toEqual(expect.arrayContaining(["render", "publish", "secrets", "help"]));
  for (const name of commands.filter((each) => each !== "help")) {
    const told = await keelson("help", name);
    expect(told).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await keelson(name, "--help")).toEqual(told);
    expect(told.stdout).toMatch(/^Usage: keelson .+\n\n[a-z].+\n/u);
  }
});

test("a name that is no command is answered with the nearest one", async () => {
  const { exitCode, stderr } = await keelson("rendr");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("unknown command 'rendr'");
  expect(stderr).toContain("Did you mean render?");
  expect((await keelson("toString")).exitCode).toBe(2);
});
