import { expect, test } from "vitest";
import { testRepository } from "./test-repository.ts";
import { writeSources, writeTogether } from "./test-writers.ts";

test("twenty rounds of four writers on two branches: the newest source stands, history is linear", async () => {
  const repository = testRepository();
  try {
    for (const round of await writeSources(repository, 20)) {
      expect(await writeTogether(repository, round)).toEqual(round.wanted);
    }
    repository.published("fsck", "--strict");
  } finally {
    repository.remove();
  }
}, 240_000);
