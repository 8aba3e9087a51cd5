import { expect, test } from "vitest";
import { testRepository } from "./test-repository.ts";
import { writeTogether } from "./test-writers.ts";

test("four writers on two branches, twenty times: the newest source stands, history is linear", async () => {
  const repository = testRepository();
  try {
    for (let round = 0; round < 20; round += 1) {
      const { newest, noted, contents, merges } = await writeTogether(repository, round);
      const note = JSON.stringify({ drySha: newest });
      const content = `name: round ${round}, source 4`;
      expect([noted, contents, merges]).toEqual([[note, note], [content, content], ""]);
    }
  } finally {
    repository.remove();
  }
}, 240_000);
