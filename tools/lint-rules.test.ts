import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../src/host/run-command.ts";

const root = join(import.meta.dirname, "..");
const bin = join(root, "node_modules", ".bin");

const files: Readonly<Record<string, string>> = {
  "src/model/layer.ts": "export const layer = 1;\n",
  "src/render/split.ts": "export const lines = 1;\n",
  "src/check/rules/link.ts": "export const link = 1;\n",
  "src/values/good.ts": [
    `import { createHash } from "node:crypto";`,
    `import { layer } from "../model/layer.ts";`,
    `export const digest: string = createHash("sha256").update(String(layer)).digest("hex");`,
  ].join("\n"),
  "src/check/cluster/good.ts": [
    `import { layer } from "../../model/layer.ts";`,
    `import { link } from "../rules/link.ts";`,
    `export const sum: number = layer + link;`,
  ].join("\n"),
  "src/cli/good.ts": [
    `import { readFileSync } from "node:fs";`,
    `import { lines } from "../render/split.ts";`,
    `export const found: unknown = [lines, readFileSync("x"), process.env];`,
  ].join("\n"),
};

/** What a room may not do, each as the one line of a file in a room. */
const forbidden = [
  ["import another room", `export { lines } from "../render/split.ts";`],
  ["import the host", `export { lines } from "../host/files.ts";`],
  ["read files", `export { readFileSync } from "node:fs";`],
  ["read files by promises", `export { readFile } from "node:fs/promises";`],
  ["import files later", `export const files: unknown = import("node:fs");`],
  ["start programs", `export { spawn } from "node:child_process";`],
  ["open sockets", `export { request } from "node:http";`],
  ["call git", `export { simpleGit } from "simple-git";`],
  ["name the process", `export const args: readonly string[] = process.argv;`],
  ["name the process another way", `export const args: unknown = globalThis.process;`],
  ["fetch", `export const page: unknown = fetch("https://example.com");`],
  ["read the clock", `export const now: number = Date.now();`],
  ["read the other clock", `export const now: number = performance.now();`],
  ["roll dice", `export const dice: number = Math.random();`],
] as const;

describe("the lint rules", () => {
  let folder: string;
  let complaints: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keelson-lint-"));
    const planted = forbidden.map(([, line], at) => [`src/values/bad-${at}.ts`, line] as const);
    const nested = [["src/check/cluster/bad.ts", `export { lines } from "../../render/split.ts";`]];
    for (const [file = "", text] of [...Object.entries(files), ...planted, ...nested]) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await writeFile(join(folder, file), `${text}\n`);
    }
    for (const file of [".oxlintrc.json", "tsconfig.json"]) {
      await cp(join(root, file), join(folder, file));
    }
    const environment = { ...process.env, OXLINT_TSGOLINT_PATH: join(bin, "tsgolint") };
    const command = { program: join(bin, "oxlint"), args: ["--format", "unix", "src"] };
    const { stdout } = await runCommand({ ...command, environment, cwd: folder });
    complaints = stdout.split("\n").filter((line) => line.includes("[Error/"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(forbidden)("a room may not %s", (_words, line) => {
    const at = forbidden.findIndex((entry) => entry[1] === line);
    const found = complaints.filter((text) => text.startsWith(`src/values/bad-${at}.ts:`));
    expect(found).toEqual([expect.stringContaining("eslint(no-restricted-")]);
  });

  test("a folder of a room may not import another room", () => {
    const found = complaints.filter((text) => text.startsWith("src/check/cluster/bad.ts:"));
    expect(found).toEqual([expect.stringContaining("eslint(no-restricted-imports)")]);
  });

  test.each(Object.keys(files))("%s is accepted", (file) => {
    expect(complaints.filter((text) => text.startsWith(`${file}:`))).toEqual([]);
  });
});
