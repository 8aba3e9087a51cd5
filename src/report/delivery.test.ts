import { expect, test } from "vitest";
import type { Verdict } from "../model/link.ts";
import type { Plan } from "../model/plan.ts";
import { deliveredLines, formatChecked, formatDelivery } from "./delivery.ts";

const nobody = { name: "", email: "" };
const source = {
  sha: "0".repeat(40),
  author: nobody,
  authoredAt: "",
  committedAt: "",
  subject: "",
  body: "",
  trailers: [],
  repoUrl: "",
  dirty: false,
  pushed: true,
};
const unchanged: Plan = {
  environment: "dev",
  branch: "environments/dev",
  source,
  outcome: "unchanged",
  changes: [],
  unchanged: 2,
  findings: [],
  tip: "1".repeat(40),
};
const changed: Plan = {
  ...unchanged,
  branch: "environments/staging",
  outcome: "commit",
  changes: [
    { path: "a", change: "added" },
    { path: "b", change: "added" },
    { path: "c", change: "removed" },
  ],
};
const checked = { manifests: [1, 2], findings: [1], seconds: 1.25 };
const small = { manifests: [1], findings: [], seconds: 1.25 };

test("one line for each environment, in columns", () => {
  const published = [{ plan: unchanged }, { plan: changed, commit: "abcdef0123" }];
  const lines = deliveredLines([checked, small], published);
  expect(formatDelivery(lines, { colour: false })).toBe(
    [
      "  environments/dev      unchanged     2 objects  1 finding   1.3 s",
      "  environments/staging  abcdef0       1 object   0 findings  1.3 s  2 added, 1 removed",
      "",
    ].join("\n"),
  );
});

test("a branch that was not there is said to be the first commit", () => {
  const { tip: _, ...first } = changed;
  const lines = deliveredLines([checked], [{ plan: first, commit: "abcdef0123" }]);
  expect(formatDelivery(lines, { colour: false })).toMatch(/ first\n$/u);
});

test("a plan that was not carried out is said to be one", () => {
  const lines = deliveredLines([checked], [{ plan: changed }]);
  expect(formatDelivery(lines, { colour: false })).toContain("to commit");
});

function links(...verdicts: readonly Verdict[]) {
  return verdicts.map((verdict) => ({ from: {}, names: "", verdict }));
}

test("an environment that is checked is one line", () => {
  const one = { environment: "dev", manifests: [1, 2], links: links("ok"), seconds: 1.25 };
  expect(formatChecked(one)).toBe("  dev:      2 objects, 1 link holds  1.3 s\n");
});
