import { expect, test } from "vitest";
import { isBeforeOrAfter, killPublishes } from "./test-kill.ts";

test("a publish killed at twenty moments leaves the remote as before or as after", async () => {
  for await (const outcome of killPublishes(20)) {
    expect(outcome).toSatisfy(isBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 300_000);
