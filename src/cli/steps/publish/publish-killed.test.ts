import { expect, test } from "vitest";
import { isBeforeOrAfter, isEachBeforeOrAfter, killPublishes } from "./test-kill.ts";

test("a publish killed at twenty moments leaves the remote as before or as after", async () => {
  for await (const outcome of killPublishes(20, "lives")) {
    expect(outcome).toSatisfy(isBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 300_000);

test("killed with the server at twenty moments, each branch is as before or as after", async () => {
  for await (const outcome of killPublishes(20, "dies")) {
    expect(outcome).toSatisfy(isEachBeforeOrAfter);
    expect(outcome.after).not.toBe(outcome.before);
  }
}, 300_000);
