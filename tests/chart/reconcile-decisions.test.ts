import { describe, expect, test } from "vitest";
import {
  isRestartDue,
  isSameConfig,
  readConnectors,
} from "../../charts/data-platform/files/connect-reconcile/connectors.mts";

describe("the reconciler's decisions", () => {
  test("the runs of an hour make no more restarts than the limit", () => {
    const runs = Array.from({ length: 30 }, (_, at) => at * 120_000 + 40_000);
    const due = (perHour: number): number =>
      runs.filter((nowMs) => isRestartDue(nowMs, perHour, 120_000)).length;
    expect([0, 1, 4, 6, 30, 100].map(due)).toEqual([0, 1, 4, 6, 30, 30]);
  });

  test("configurations are the same only with the same keys and values", () => {
    expect(isSameConfig({ a: "1" }, { a: "1" })).toBe(true);
    expect(isSameConfig({ a: "1" }, { b: "1" })).toBe(false);
    expect(isSameConfig({ a: "1" }, { a: "1", b: "" })).toBe(false);
  });

  test("numbers and booleans become the strings that Connect stores", () => {
    const files = [{ name: "x.json", text: '{"connector.class":"X","tasks.max":1,"b":true}' }];
    expect(readConnectors(files, "me")).toEqual([
      {
        name: "x",
        config: {
          "connector.class": "X",
          "tasks.max": "1",
          b: "true",
          name: "x",
          "reconciled.by": "me",
        },
      },
    ]);
  });
});
