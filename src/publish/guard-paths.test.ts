import { describe, expect, test } from "vitest";
import type { BranchState, Plan, TreeEntry } from "../model/plan.ts";
import { testSource } from "../model/test-source.ts";
import { planCommit } from "./plan-commit.ts";
import type { PlanRequest } from "./plan-request.ts";

const files = [{ path: "web/service._x_a.yaml", text: "a: b\n", object: "Service x/a" }];

/** A plan for a branch that holds one file of someone else. */
function plan(path: string, mode: string, rest: Partial<PlanRequest>): Plan {
  const entry: TreeEntry = { mode, id: "c".repeat(40) };
  const branch: BranchState = {
    name: "environments/dev",
    tip: "b".repeat(40),
    files: new Map([[path, entry]]),
  };
  return planCommit({ environment: "dev", branch, files, source: testSource, ...rest });
}

function codes({ findings }: Plan): readonly string[] {
  return findings.map(({ code }) => code);
}

describe("what is not ours on the branch", () => {
  test.each(["120000", "160000", "100644"])(
    "%s in place of our folder stops the publish",
    (mode) => {
      expect(codes(plan("clusters", mode, { folder: "clusters/a" }))).toEqual([
        "PUBLISH_PATH_BLOCKED",
      ]);
      expect(codes(plan("web", mode, { preserve: ["web"] }))).toEqual(["PUBLISH_PATH_BLOCKED"]);
    },
  );

  test("a folder in place of our file stops the publish", () => {
    const preserve = ["hydrator.metadata/**"];
    expect(codes(plan("hydrator.metadata/x", "100644", { preserve }))).toContain(
      "PUBLISH_PATH_BLOCKED",
    );
  });

  test("stays beside ours, whatever letters its name has", () => {
    const preserve = ["docs/**"];
    for (const path of ["docs/a.md", '"docs/caf\\303\\251.md"']) {
      const planned = plan(path, "100644", { preserve });
      expect(codes(planned)).toEqual([]);
      expect(planned.commit?.files.has(path)).toBe(true);
    }
    expect(codes(plan('"clusters/b/caf\\303\\251"', "100644", { folder: "clusters/a" }))).toEqual(
      [],
    );
  });

  test.each([
    ["docs/**", "docs/.nojekyll"],
    ["docs/**", "docs/.d/a.md"],
    ["*", ".editorconfig"],
    [".github/**", ".github/a/.b"],
    ["{.github,docs}/**", ".github/a.yaml"],
    ["**/.?*", "docs/.d"],
  ])("%s leaves %s alone", (glob, path) => {
    const planned = plan(path, "100644", { preserve: [glob] });
    expect(codes(planned)).toEqual([]);
    expect(planned.commit?.files.has(path)).toBe(true);
  });

  test.each([
    ["*.md", "docs/.a.md"],
    ["docs/?*", "docs/.d/a"],
    [".docs/**", "docs/a"],
  ])("%s does not leave %s alone", (glob, path) => {
    expect(codes(plan(path, "100644", { preserve: [glob] }))).not.toEqual([]);
  });
});
