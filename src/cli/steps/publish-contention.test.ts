import { expect, test } from "vitest";
import { testRepository } from "./test-repository.ts";
import { writeTogether } from "./test-writers.ts";

const rounds = process.env["CI"] === "true" ? 20 : 3;

test("four writers on two branches, the newest source stands, history is linear", async () => {
  const repository = testRepository();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { newest, noted, contents, merges } = await writeTogether(repository, round);
      const note = JSON.stringify({ drySha: newest });
      const content = `name: round ${round}, source 4`;
      expect([noted, contents, merges]).toEqual([[note, note], [content, content], ""]);
    }
  } finally {
    repository.remove();
  }
}, 240_000);
