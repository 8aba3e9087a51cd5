import { describe, expect, test } from "vitest";
import { countTests } from "./run-stage.ts";

describe("countTests", () => {
  test("adds up what passed and failed over all files, without what was skipped", () => {
    const report = {
      testResults: [
        { status: "passed", assertionResults: [{ status: "passed" }, { status: "skipped" }] },
        { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] },
      ],
    };
    expect(countTests(report)).toEqual({ passed: 2, failed: 1 });
  });

  test("a file that cannot be loaded counts as a failure", () => {
    const report = { testResults: [{ status: "failed", assertionResults: [] }] };
    expect(countTests(report)).toEqual({ passed: 0, failed: 1 });
  });
});
