import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RenderedFile, TreeEntry } from "../model/plan.ts";
import { testSource } from "../model/test-source.ts";
import { branchFiles } from "./branch-files.ts";
import { type DirectorySize, guardSize, plannedSize } from "./guard-size.ts";
import type { PlanRequest } from "./plan-request.ts";
import { blobId } from "./tree-digest.ts";

function file(path: string, text: string): RenderedFile {
  return { path, text, object: path };
}

function entry(text: string): TreeEntry {
  return { mode: "100644", id: blobId(text, 40) };
}

interface Given extends Partial<PlanRequest> {
  /** Texts of the branch's files by path. */
  readonly held: Readonly<Record<string, string>>;
}

/** The planned size; the size of every file on the branch is known. */
function sizeOf({ held, files = [], ...rest }: Given): DirectorySize {
  const onBranch = Object.entries(held).map(([path, text]) => [path, entry(text)] as const);
  const request: PlanRequest = {
    environment: "dev",
    branch: { name: "environments/dev", files: new Map(onBranch) },
    files,
    source: testSource,
    sizes: new Map(Object.values(held).map((text) => [blobId(text, 40), Buffer.byteLength(text)])),
    ...rest,
  };
  return plannedSize(request, branchFiles(request));
}

describe("plannedSize", () => {
  test("a part counts with what is kept beside it, not with what it replaces", () => {
    const held = { "a/one.yaml": "1", "a/two.yaml": "22", "b/one.yaml": "333" };
    const size = sizeOf({ held, files: [file("b/one.yaml", "éé")], onlyFolders: ["b"] });
    expect(size).toEqual({ bytes: 7, isMore: false });
  });

  test("a whole render counts with what is left alone, not with what goes", () => {
    const held = { "a/one.yaml": "1", "own/x.json": "22", "own/x.txt": "333", "gone/x.yaml": "4" };
    const size = sizeOf({ held, files: [file("a/one.yaml", "new")], preserve: ["own/**"] });
    expect(size).toEqual({ bytes: 5, isMore: false });
  });

  test("only the folder that Argo CD reads counts, and no link", () => {
    const files = [file("a/one.yaml", "1")];
    const held = { "apps/b/one.yaml": "22", "other/b/one.yaml": "333" };
    const part = { held, files, folder: "apps", onlyFolders: ["a"] };
    expect(sizeOf(part)).toEqual({ bytes: 3, isMore: false });
    const link = new Map([["apps/b/one.yaml", { mode: "120000", id: blobId("22", 40) }]]);
    const linked = sizeOf({ ...part, branch: { name: "environments/dev", files: link } });
    expect(linked).toEqual({ bytes: 1, isMore: false });
  });

  test("what is not known is said", () => {
    const held = { "a/one.yaml": "1", "b/one.yaml": "22" };
    const part = { held, files: [file("b/one.yaml", "333")], onlyFolders: ["b"] };
    expect(sizeOf({ ...part, sizes: new Map() })).toEqual({ bytes: 3, isMore: true });
    const [finding] = guardSize("environments/dev", { bytes: 9_000_000, isMore: true });
    expect(finding?.says).toContain("holds at least 9.0 MB");
  });

  test("rendered in parts or at once, the size is the same", () => {
    const name = fc.stringMatching(/^[ab]\/[c-f]$/u).map((path) => `${path}.yaml`);
    const renders = fc.dictionary(name, fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(renders, renders, (held, render) => {
        const after = Object.entries({ ...only(held, "a"), ...only(render, "b") });
        const files = after.map(([path, text]) => file(path, text));
        const part = files.filter(({ path }) => path.startsWith("b/"));
        const inParts = sizeOf({ held, files: part, onlyFolders: ["b"] });
        expect(inParts).toEqual(sizeOf({ held, files }));
      }),
    );
  });
});

function only(texts: Readonly<Record<string, string>>, folder: string): Record<string, string> {
  const inFolder = Object.entries(texts).filter(([path]) => path.startsWith(`${folder}/`));
  return Object.fromEntries(inFolder);
}
