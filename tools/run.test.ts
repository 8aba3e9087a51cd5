import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asList, asText } from "../src/model/value.ts";

const root = join(import.meta.dirname, "..");

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

describe("tools/run.mjs", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keelson-run-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Run a TypeScript text by it, send the signal once the text has said "ready". */
  async function run(text: string, sent?: "SIGTERM" | "SIGINT"): Promise<Ended> {
    const file = join(folder, "script.ts");
    await writeFile(file, text);
    const args = [join(root, "tools", "run.mjs"), file, "one", "two words"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      if (sent !== undefined && stdout.includes("ready")) child.kill(sent);
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, stdout }));
    });
  }

  test("hands arguments, output and exit code through", async () => {
    const text = `process.stdout.write(process.argv.slice(2).join("|")); process.exitCode = 5;`;
    expect(await run(text)).toEqual({ code: 5, signal: null, stdout: "one|two words" });
  });

  test("runs TypeScript with Node 24, our programs first on the PATH, and a compile cache", async () => {
    const text = `
      const found: readonly unknown[] = [process.version, process.env.PATH, process.env.NODE_COMPILE_CACHE];
      process.stdout.write(JSON.stringify(found));`;
    const printed: unknown = JSON.parse((await run(text)).stdout);
    const [version, path, cache] = asList(printed).map(asText);
    expect(version).toMatch(/^v24[.]/);
    expect(path?.split(delimiter).slice(0, 2)).toEqual([
      join(root, ".tools", "bin"),
      join(root, "node_modules", ".bin"),
    ]);
    expect(cache).not.toBe("");
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "passes %s on and waits for the script",
    async (name) => {
      const text = `
      process.on("${name}", () => { process.stdout.write(" stopped"); process.exit(7); });
      process.stdout.write("ready");
      setInterval(() => undefined, 1000);`;
      expect(await run(text, name)).toEqual({ code: 7, signal: null, stdout: "ready stopped" });
    },
  );

  test("ends by the signal that ended the script", async () => {
    const text = `process.kill(process.pid, "SIGKILL"); setInterval(() => undefined, 1000);`;
    expect(await run(text)).toMatchObject({ code: null, signal: "SIGKILL" });
  });
});
