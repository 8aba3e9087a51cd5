import { expect, test } from "vitest";
import { KeelsonError } from "../model/keelson-error.ts";
import { exitCode } from "./exit-code.ts";

test.each([
  ["usage", 2],
  ["input", 3],
  ["tool", 4],
  ["check", 5],
] as const)("a fault of %s ends with %i", (fault, code) => {
  expect(exitCode(new KeelsonError("", { code: "X", fault, fix: "" }))).toBe(code);
});

test("Ctrl-C ends with 130", () => {
  expect(exitCode(new KeelsonError("", { code: "CANCELLED", fault: "tool", fix: "" }))).toBe(130);
});

test("anything else is our bug", () => {
  expect(exitCode(new TypeError("oops"))).toBe(1);
});
