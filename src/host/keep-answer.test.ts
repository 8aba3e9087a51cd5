import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepAnswer } from "./keep-answer.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keelson-answer-"));
  file = join(folder, "answer");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what the command printed is in the file once it has ended", async () => {
  const stop = keepAnswer({ program: "echo", args: ["v4"] }, file, new AbortController().signal);
  while (!existsSync(file) || readFileSync(file, "utf8") === "") await setTimeout(5);
  await stop();
  expect(readFileSync(file, "utf8")).toBe("v4\n");
});

test("a command that fails, or is not there, leaves no file", async () => {
  const { signal } = new AbortController();
  const stops = [
    keepAnswer({ program: "sh", args: ["-c", "echo v4; exit 1"] }, file, signal),
    keepAnswer({ program: "no-such-program", args: [] }, file, signal),
  ];
  await setTimeout(200);
  for (const stop of stops) await stop();
  expect(existsSync(file)).toBe(false);
});

test("a command whose answer is of no use any more is ended", async () => {
  const waits = { program: "sh", args: ["-c", "sleep 60; echo v4"] };
  await keepAnswer(waits, file, new AbortController().signal)();
  expect(existsSync(file)).toBe(false);
});
