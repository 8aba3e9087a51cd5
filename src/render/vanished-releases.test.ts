import { expect, test } from "vitest";
import { vanishedFindings } from "./vanished-releases.ts";

const before = ["web/a.yaml", "web/b.yaml", "store/c.yaml", "hydrator.metadata", ".gitattributes"];
const state = {
  path: "helmfile.yaml",
  text: "releases:\n# - name: store\n- {name: web, installed: false}\n",
};

function said(request: Partial<Parameters<typeof vanishedFindings>[0]>): readonly string[] {
  return vanishedFindings({ before, after: [], releases: [], ...request }).map(
    ({ at, says }) => `${at.file ?? ""}:${at.line ?? ""} ${says}`,
  );
}

test("a release that a state file still names is switched off, any other is gone", () => {
  expect(said({ states: [state] })).toEqual([
    "helmfile.yaml:3 release web is switched off, by `installed` or `condition`: its 2 objects go",
    ": release store stands in no state file any more: its one object goes",
  ]);
});

test("where nobody knows the state files, nobody says why", () => {
  expect(said({ releases: ["web"] })).toEqual([
    ": release store is no longer rendered: its one object goes",
  ]);
});

test("a release that is rendered empty, or whose objects another one renders, did not vanish", () => {
  expect(said({ releases: ["web", "store"] })).toEqual([]);
  expect(said({ releases: ["web", "cache"], after: ["cache/c.yaml"] })).toEqual([]);
});

test("a folder that stands for an unusual name is told by that name", () => {
  expect(said({ before: ["My%41pp/a.yaml"] })).toEqual([
    ": release MyApp is no longer rendered: its one object goes",
  ]);
});
