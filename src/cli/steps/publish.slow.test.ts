import { expect, test } from "vitest";
import { killPublish } from "./test-kill.ts";
import { renderedFile, testRepository } from "./test-repository.ts";
import { writeTogether } from "./test-writers.ts";

test("a publish killed at two hundred moments leaves the remote as before or as after", async () => {
  const repository = testRepository();
  try {
    const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, "first"));
    await repository.publish({ dev: files, prod: files });
    for (let round = 0; round < 200; round += 1) {
      const delayMs = 150 + 2 * round;
      const { before, killed, after } = await killPublish(repository, `round ${round}`, delayMs);
      expect([before, after]).toContain(killed);
      expect(after).not.toBe(before);
    }
  } finally {
    repository.remove();
  }
}, 1_800_000);

test("a thousand rounds of four writers on two branches: the newest source always stands", async () => {
  const repository = testRepository();
  try {
    for (let round = 0; round < 1000; round += 1) {
      const { newest, noted, merges } = await writeTogether(repository, round);
      const note = JSON.stringify({ drySha: newest });
      expect([noted, merges]).toEqual([[note, note], ""]);
    }
  } finally {
    repository.remove();
  }
}, 7_200_000);
