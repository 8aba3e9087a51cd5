import { expect, test } from "vitest";
import { isBeforeOrAfter, killPublish, timePublish } from "./test-kill.ts";
import { renderedFile, testRepository } from "./test-repository.ts";

const kills = 20;

test("a publish killed at twenty moments leaves the remote as before or as after", async () => {
  const repository = testRepository();
  try {
    const files = Array.from({ length: 20 }, (_, index) => renderedFile(`${index}`, "first"));
    await repository.publish({ dev: files, prod: files });
    const takesMs = await timePublish(repository);
    for (let round = 0; round < kills; round += 1) {
      const delayMs = (takesMs * round) / (kills - 1);
      const outcome = await killPublish(repository, `round ${round}`, delayMs);
      expect(outcome).toSatisfy(isBeforeOrAfter);
      expect(outcome.after).not.toBe(outcome.before);
    }
  } finally {
    repository.remove();
  }
}, 300_000);
