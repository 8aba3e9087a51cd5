import { expect, test } from "vitest";
import { goDuration } from "./go-duration.ts";

test.each([
  ["1h", "1h0m0s"],
  ["15m", "15m0s"],
  ["90m", "1h30m0s"],
  ["3600s", "1h0m0s"],
  ["1h30s", "1h0m30s"],
  ["45s", "45s"],
  ["0", "0s"],
])("%s is written as Go prints it", (text, wanted) => {
  expect(goDuration(text)).toBe(wanted);
});
