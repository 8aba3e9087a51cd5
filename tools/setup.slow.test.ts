import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../src/host/run-command.ts";
import type { CommandResult } from "../src/model/command.ts";

const root = join(import.meta.dirname, "..");

/** The host's programs without ours, as a person has them who has just cloned. */
const hostPath = (process.env["PATH"] ?? "")
  .split(":")
  .filter((folder) => !folder.includes("/.tools/") && !folder.includes("/node_modules/"))
  .join(":");

describe("npm run setup in a fresh clone, from an empty home", () => {
  let home: string;
  let clone: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "keelson-home-"));
    clone = await mkdtemp(join(tmpdir(), "keelson-clone-"));
    const { stdout } = await runCommand({ program: "git", args: ["ls-files", "-z"], cwd: root });
    for (const file of stdout.split("\0").filter((name) => existsSync(join(root, name)))) {
      if (file !== "") cpSync(join(root, file), join(clone, file));
    }
  });
  afterEach(async () => {
    await rm(home, { recursive: true });
    await rm(clone, { recursive: true });
  });

  function npm(...args: readonly string[]): Promise<CommandResult> {
    const environment = { HOME: home, PATH: hostPath };
    return runCommand({ program: "npm", args, cwd: clone, environment });
  }

  async function helmVersion(): Promise<string> {
    const program = join(clone, ".tools", "bin", "helm");
    return (await runCommand({ program, args: ["version", "--short"] })).stdout;
  }

  test("installs packages, Node 24 and helm without running a package's script", async () => {
    const first = await npm("run", "setup", "--ignore-scripts", "--", "helm");
    expect(first).toMatchObject({ exitCode: 0 });
    expect(await helmVersion()).toMatch(/^v4\.2\.3/);
    expect(readdirSync(home).filter((name) => name !== ".npm")).toEqual([]);
    const git = await runCommand({ program: "git", args: ["init", "-q"], cwd: clone });
    expect(git.exitCode).toBe(0);
    const args = ["status", "--porcelain", "--ignored", "--untracked-files=normal"];
    const status = await runCommand({ program: "git", args, cwd: clone });
    const ignored = status.stdout.split("\n").filter((line) => line.startsWith("!!"));
    expect(ignored.toSorted()).toEqual(["!! .cache/", "!! .tools/", "!! node_modules/"]);

    const second = await npm("run", "--silent", "setup", "--", "helm");
    expect(second).toEqual({
      exitCode: 0,
      stdout: first.stdout.split("\n").at(-2) + "\n",
      stderr: "",
    });
  });

  test("two at once leave one whole set-up", async () => {
    const both = await Promise.all([
      npm("run", "setup", "--", "helm"),
      npm("run", "setup", "--", "helm"),
    ]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await helmVersion()).toMatch(/^v4\.2\.3/);
  });

  test("Ctrl-C in the middle leaves nothing half-done", async () => {
    for (const afterMs of [1500, 5000]) {
      const options = { cwd: clone, env: { HOME: home, PATH: hostPath }, detached: true } as const;
      const child = spawn("npm", ["run", "setup", "--", "helm"], options);
      const ended = new Promise((resolve) => child.on("close", resolve));
      await setTimeout(afterMs);
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
      await ended;
    }
    expect(await npm("run", "setup", "--", "helm")).toMatchObject({ exitCode: 0 });
    expect(await helmVersion()).toMatch(/^v4\.2\.3/);
    const left = readdirSync(join(clone, ".tools")).filter((name) => /^\.(lock|draft)/.test(name));
    expect(left).toEqual([]);
  });
});
