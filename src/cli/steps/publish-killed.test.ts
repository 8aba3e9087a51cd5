import { expect, test } from "vitest";
import { killPublish } from "./test-kill.ts";
import { renderedFile, testRepository } from "./test-repository.ts";

const kills = process.env["CI"] === "true" ? 20 : 4;

test("a killed publish leaves the remote as before or as after, and the next one goes through", async () => {
  const repository = testRepository();
  try {
    const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, "first"));
    await repository.publish({ dev: files, prod: files });
    for (let round = 0; round < kills; round += 1) {
      const delayMs = 150 + (300 * round) / kills;
      const { before, killed, after } = await killPublish(repository, `round ${round}`, delayMs);
      expect([before, after]).toContain(killed);
      expect(after).not.toBe(before);
    }
  } finally {
    repository.remove();
  }
}, 120_000);
