import { expect, test } from "vitest";
import type { Manifest } from "../model/manifest.ts";
import { annotationsOf } from "./helm-hooks.ts";
import { builtNeeds, builtReleases, plainNeeds } from "./release-needs.ts";
import { stampWaves } from "./stamp-waves.ts";

function manifest(release: string, annotations: Readonly<Record<string, string>> = {}): Manifest {
  const body = { apiVersion: "v1", kind: "A", metadata: { name: "x", annotations } };
  return { identity: { group: "", kind: "A", name: "x" }, release, body };
}

const releases = ["a", "b", "c", "d"].map((name) => ({ name, namespace: "n", kubeContext: "" }));
const state = `environments: {prod: {}}
---
releases:
- {name: a, namespace: "n"}
- {name: b, namespace: n, needs: ["n/a"]}
- {name: c, namespace: n, needs: ["n/b", n/a]}
- {name: d, namespace: n}
`;

function waves(manifests: readonly Manifest[]): readonly unknown[] {
  const stamped = stampWaves(manifests, releases, plainNeeds(state, "prod") ?? []);
  return stamped.manifests.map((each) => annotationsOf(each.body)["argocd.argoproj.io/sync-wave"]);
}

test("what others need comes a wave before them, what stands alone has none", () => {
  expect(waves(["a", "b", "c", "d"].map((name) => manifest(name)))).toEqual([
    "-2",
    "-1",
    undefined,
    undefined,
  ]);
});

test("a wave of its own, and a hook, stay as they are", () => {
  const own = manifest("a", { "argocd.argoproj.io/sync-wave": "7" });
  const hooks = ["helm.sh/hook", "argocd.argoproj.io/hook"].map((name) =>
    manifest("a", { [name]: "post-install" }),
  );
  expect(waves([own, ...hooks])).toEqual(["7", undefined, undefined]);
});

test("a hook that Argo CD runs before what its release needs is said", () => {
  const early = [
    manifest("b", { "helm.sh/hook": "pre-install" }),
    manifest("a", { "helm.sh/hook": "pre-install" }),
  ];
  const { findings } = stampWaves(early, releases, plainNeeds(state, "prod") ?? []);
  expect(findings.map((finding) => finding.code)).toEqual(["RENDER_HOOK_BEFORE_NEEDS"]);
});

test("needs are read from a plain state, the environment's name filled in", () => {
  const text =
    'releases: [{name: b, namespace: "n-{{ .Environment.Name }}", needs: ["n-{{ .Environment.Name }}/a"]}]';
  expect(plainNeeds(text, "prod")).toEqual([{ id: "n-prod/b", needs: ["n-prod/a"] }]);
});

test.each([
  "helmfiles: [x.yaml]\nreleases: [{name: b, needs: [a]}]",
  "bases: [x.yaml]\n---\nreleases: [{name: b, needs: [a]}]",
  "templates: {t: {needs: [a]}}\nreleases: [{name: b, inherit: [{template: t}]}]",
  'releases: [{name: b, needs: ["{{ .Values.x }}/a"]}]',
])("where only Helmfile can tell it is asked: %s", (text) => {
  expect(plainNeeds(text, "prod")).toBeUndefined();
});

test("what helmfile build prints is read", () => {
  const text =
    "---\n# Source: x\nreleases:\n  - name: b\n    namespace: n\n    needs:\n      - ctx/n/a\n---\nreleases:\n  - name: c\n";
  expect(builtNeeds(builtReleases(text))).toEqual([
    { id: "n/b", needs: ["n/a"] },
    { id: "/c", needs: [] },
  ]);
});
