import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../../host/run-command.ts";

const hook = join(import.meta.dirname, "main.ts");
const output = ".build/dev/values.yaml";
let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keelson-together-"));
  await mkdir(join(root, "environments"));
  await writeFile(
    join(root, "keelson.yaml"),
    `values: [{ layers: ["environments/{environment}.yaml"], output: ".build/{environment}/values.yaml" }]\nenvironments: { dev: {} }\n`,
  );
});
afterEach(() => rm(root, { recursive: true }));

async function prepare(): Promise<string> {
  const command = { program: process.execPath, args: [hook, "prepare", "dev"], cwd: root };
  const { exitCode, stdout, stderr } = await runCommand(command);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}

test("hooks that run at once leave one whole file and nothing else", async () => {
  const lines = Array.from({ length: 2000 }, (_, index) => `key${index}: ${index}\n`);
  await writeFile(join(root, "environments/dev.yaml"), lines.join(""));
  await Promise.all([prepare(), prepare(), prepare(), prepare()]);
  const text = await readFile(join(root, output), "utf8");
  expect(text).toMatch(/^#.*\nkey0: 0\n/u);
  expect(text).toMatch(/key1999: 1999\n$/u);
  expect(await readdir(join(root, ".build/dev"))).toEqual(["prepared.json", "values.yaml"]);
});

test("null stays for Helm, and a second run leaves inode and time as they were", async () => {
  await writeFile(join(root, "environments/dev.yaml"), "a: null\nb: { c: ~ }\n");
  await prepare();
  expect(await readFile(join(root, output), "utf8")).toContain("a: null\nb:\n  c: null\n");
  const before = await stat(join(root, output));
  expect(await prepare()).toContain("nothing changed");
  expect(await stat(join(root, output))).toMatchObject({
    ino: before.ino,
    mtimeMs: before.mtimeMs,
  });
});
