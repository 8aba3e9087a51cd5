import { expect, test } from "vitest";
import { testRepository } from "./test-repository.ts";
import { writeTogether } from "./test-writers.ts";

// A thousand take most of an hour, and a pull request should not wait for that.
const rounds = process.env["CI"] === "true" ? 200 : 1000;

test("many rounds of four writers on two branches: the newest source always stands", async () => {
  const repository = testRepository();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { newest, noted, merges } = await writeTogether(repository, round);
      const note = JSON.stringify({ drySha: newest });
      expect([noted, merges]).toEqual([[note, note], ""]);
    }
  } finally {
    repository.remove();
  }
}, 7_200_000);
