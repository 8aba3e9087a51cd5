import { expect, test } from "vitest";
import { testRepository } from "./test-repository.ts";
import { writeSources, writeTogether } from "./test-writers.ts";

// Two repositories side by side: while the writers of one wait for their turn, those of the other work.
test("a thousand rounds of four writers on two branches: the newest source always stands", async () => {
  const repositories = [testRepository(), testRepository()];
  try {
    const written = repositories.map(async (repository) => {
      for (const round of await writeSources(repository, 500)) {
        expect(await writeTogether(repository, round)).toEqual(round.wanted);
      }
      repository.published("fsck", "--strict");
    });
    await Promise.all(written);
  } finally {
    for (const repository of repositories) repository.remove();
  }
}, 3_600_000);
