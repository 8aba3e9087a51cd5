import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BranchState, Plan, RenderedFile } from "../model/plan.ts";
import { testSource } from "../model/test-source.ts";
import { recordedInputs } from "./hydrator-metadata.ts";
import { planCommit } from "./plan-commit.ts";
import type { PlanRequest } from "./plan-request.ts";
import { blobId } from "./tree-digest.ts";

const empty: BranchState = { name: "environments/dev", files: new Map() };

function file(path: string, text = "a: b\n"): RenderedFile {
  return { path, text, object: path };
}

function plan(request: Partial<PlanRequest>): Plan {
  return planCommit({
    environment: "dev",
    branch: empty,
    files: [],
    source: testSource,
    ...request,
  });
}

/** The branch once the plan is carried out. */
function apply(branch: BranchState, { commit, note }: Plan): BranchState {
  if (commit === undefined) return note === undefined ? branch : { ...branch, note };
  const { files, texts } = commit;
  for (const [path, text] of texts) {
    expect(files.get(path)).toMatchObject({ mode: "100644", id: blobId(text, 40) });
  }
  const metadata = [...texts].find(([path]) => path.endsWith("hydrator.metadata"))?.[1] ?? "";
  return {
    ...branch,
    tip: "b".repeat(40),
    files,
    metadata,
    ...(note === undefined ? {} : { note }),
  };
}

function codes(request: Partial<PlanRequest>): readonly string[] {
  return plan(request).findings.map(({ code }) => code);
}

const four = ["a", "b", "c", "d"].map((name) => file(`web/service._x_${name}.yaml`));
const onFour = apply(empty, plan({ files: four }));

/** A branch on which someone added, changed or removed a file. */
function touched(path: string, mode = "100644"): BranchState {
  return { ...onFour, files: new Map([...onFour.files, [path, { mode, id: "c".repeat(40) }]]) };
}

describe("planCommit", () => {
  test("what was planned leaves nothing to plan", () => {
    const path = fc.stringMatching(/^[a-c]\/[a-d]{1,2}\.yaml$/u);
    const renders = fc.dictionary(path, fc.string(), { minKeys: 1 });
    const allow = { prune: true };
    fc.assert(
      fc.property(renders, renders, fc.constantFrom("", "apps"), (first, second, folder) => {
        let branch = empty;
        for (const [index, render] of [first, first, second].entries()) {
          const files = Object.entries(render).map(([name, text]) => file(name, text));
          const inputs = { "a.yaml": `${index}` };
          branch = apply(branch, plan({ branch, files, folder, allow, inputs }));
          const again = plan({ branch, files, folder, allow, inputs });
          expect([again.outcome, again.note]).toEqual(["unchanged", undefined]);
          expect(recordedInputs(branch).inputs).toEqual(inputs);
        }
      }),
    );
  });

  test("the same request plans the same commit", () => {
    expect(plan({ files: four })).toEqual(plan({ files: four.toReversed() }));
  });

  test("a later source without a change moves the note alone", () => {
    const later = { ...testSource, sha: "d".repeat(40) };
    const again = plan({ branch: onFour, files: four, source: later });
    expect(again).toMatchObject({ outcome: "unchanged", note: `{"drySha":"${later.sha}"}` });
    expect(again.commit).toBeUndefined();
  });

  test("a path that is to be left alone stays, and may change", () => {
    const preserve = ["docs/**", "*"];
    const branch = apply(empty, plan({ files: four, preserve }));
    const files = new Map([...branch.files, ["docs/a.md", { mode: "160000", id: "e".repeat(40) }]]);
    const again = plan({ branch: { ...branch, files }, files: four, preserve });
    expect(again.outcome).toBe("unchanged");
    expect(codes({ files: [...four, file("docs/x.yaml")], preserve })).toEqual([
      "PUBLISH_PRESERVED_PATH",
    ]);
  });

  test("files outside the folder are not ours", () => {
    const foreign = new Map([["other/a.yaml", { mode: "100644", id: "e".repeat(40) }]]);
    const branch = { ...empty, tip: "f".repeat(40), files: foreign };
    const first = plan({ branch, files: four, folder: "apps/x" });
    expect(first.outcome).toBe("commit");
    const paths = [...(first.commit?.files.keys() ?? [])];
    expect(paths).toContain("other/a.yaml");
    expect(paths).toContain("apps/x/hydrator.metadata");
  });

  test("a partial render removes only where it rendered", () => {
    const both = [...four, file("db/statefulset.apps_x_a.yaml")];
    const namespaces = { web: ["x"], db: ["x"] };
    const branch = apply(empty, plan({ files: both, namespaces }));
    const some = { files: four.slice(1), onlyFolders: ["web"], namespaces: { web: ["x"] } };
    const part = plan({ branch, ...some });
    expect(part.outcome).toBe("commit");
    const gone = [...branch.files.keys()].filter((path) => part.commit?.files.has(path) !== true);
    expect(gone).toEqual(["web/service._x_a.yaml"]);
    const applied = apply(branch, part);
    const all = { branch: applied, files: [...four.slice(1), ...both.slice(4)] };
    expect(plan({ ...all, namespaces }).outcome).toBe("unchanged");
    expect(plan({ branch, ...some, namespaces: { web: ["y"] } }).outcome).toBe("refused");
  });
});

describe("guards", () => {
  test("a branch of someone else is not written to until it is adopted", () => {
    const branch = { ...touched("x.yaml"), metadata: '{"drySha":"no"}' };
    expect(codes({ branch, files: four })).toContain("PUBLISH_NOT_OUR_BRANCH");
    const allow = { adopt: true };
    expect(plan({ branch, files: four, allow }).outcome).toBe("commit");
  });

  test.each([
    ["added", touched("web/new.txt")],
    ["changed", touched("web/service._x_a.yaml")],
    ["replaced by a link", touched("web/service._x_a.yaml", "120000")],
    ["a submodule", touched("vendor", "160000")],
  ])("a file that another hand left stops the publish: %s", (_, branch) => {
    expect(codes({ branch, files: four })).toEqual(["PUBLISH_HAND_MADE"]);
    const allow = { overwriteHandMade: true };
    const again = plan({ branch, files: four, allow });
    expect(again.outcome).toBe("commit");
    expect(plan({ branch: apply(branch, again), files: four }).outcome).toBe("unchanged");
  });

  test("a change by hand that the source holds by now stops nothing", () => {
    const ported = [...four, file("web/service._x_e.yaml")];
    const id = blobId("a: b\n", 40);
    const files = new Map([...onFour.files, ["web/service._x_e.yaml", { mode: "100644", id }]]);
    const branch = { ...onFour, files };
    const again = plan({ branch, files: ported });
    expect(again).toMatchObject({ outcome: "commit", findings: [], changes: [] });
    expect(plan({ branch: apply(branch, again), files: ported }).outcome).toBe("unchanged");
  });

  test("an empty render removes nothing", () => {
    expect(codes({ branch: onFour })).toEqual(["PUBLISH_EMPTY_RENDER"]);
    expect(codes({ branch: onFour, allow: { prune: true } })).toEqual(["PUBLISH_EMPTY_RENDER"]);
  });

  test("removing more than the limit needs leave", () => {
    const files = four.slice(2);
    expect(codes({ branch: onFour, files })).toEqual(["PUBLISH_PRUNE_LIMIT"]);
    expect(codes({ branch: onFour, files, maxPrunePercent: 50 })).toEqual([]);
    expect(codes({ branch: onFour, files, allow: { prune: true } })).toEqual([]);
  });

  test("an object that moves to another release is not removed", () => {
    const files = four.map(({ path }) => file(path.replace("web/", "shop/")));
    expect(codes({ branch: onFour, files })).toEqual([]);
  });

  test.each(["persistentvolumeclaim._", "statefulset.apps_", "namespace._"])(
    "removing %s needs leave of its own",
    (start) => {
      const path = `web/${start}x_data.yaml`;
      const branch = apply(empty, plan({ files: [...four, file(path)] }));
      expect(codes({ branch, files: four })).toEqual(["PUBLISH_REMOVES_PROTECTED"]);
      const removal = [start.split(".")[0] ?? ""];
      expect(codes({ branch, files: four, allow: { removal } })).toEqual([]);
    },
  );

  test("a dirty or unpushed source goes to our own remote alone", () => {
    const dirty = { ...testSource, dirty: true, pushed: false };
    expect(codes({ files: four, source: dirty })).toEqual([
      "PUBLISH_SOURCE_DIRTY",
      "PUBLISH_SOURCE_UNPUSHED",
    ]);
    expect(codes({ files: four, source: dirty, allow: { dirty: true } })).toEqual([
      "PUBLISH_SOURCE_UNPUSHED",
    ]);
    expect(codes({ files: four, source: dirty, embedded: true })).toEqual([]);
  });

  test("a newer source on the branch is not replaced by an older one, unless it is named", () => {
    const files = [...four, file("web/x.yaml")];
    const late = plan({ branch: onFour, files, branchSource: "newer" });
    expect(late).toMatchObject({ outcome: "superseded" });
    expect([late.commit, late.note]).toEqual([undefined, undefined]);
    const allow = { anySource: true };
    expect(plan({ branch: onFour, files, branchSource: "newer", allow }).outcome).toBe("commit");
  });

  test("a source on the branch that this clone does not know may be newer", () => {
    expect(codes({ branch: onFour, files: four, branchSource: "unknown" })).toEqual([
      "PUBLISH_SOURCE_UNKNOWN",
    ]);
  });

  test("two objects in one file, and what Argo CD would leave out, are errors", () => {
    expect(codes({ files: [file("a/b.yaml"), file("a/B.yaml")] })).toEqual(["PUBLISH_PATH_TAKEN"]);
    const skipped = file("a/b.yaml", 'text: "x +argocd:skip-file-rendering"\n');
    expect(codes({ files: [skipped] })).toEqual(["PUBLISH_ARGO_SKIPS"]);
  });

  test("nearly more than Argo CD reads by default is a warning", () => {
    const large = plan({ files: [file("a/b.yaml", "x".repeat(8_000_001))] });
    expect(large.findings).toMatchObject([{ code: "PUBLISH_ARGO_LIMIT", level: "warning" }]);
    expect(large.outcome).toBe("commit");
  });
});
