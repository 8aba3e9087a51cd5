import { describe, expect, test } from "vitest";
import type { Manifest } from "../model/manifest.ts";
import { confirmPrune } from "./confirm-prune.ts";

function statefulSet(annotations: Readonly<Record<string, string>>): Manifest {
  const identity = { group: "apps", kind: "StatefulSet", namespace: "a", name: "b" };
  return { identity, release: "r", body: { metadata: { name: "b", annotations } } };
}

const option = "argocd.argoproj.io/sync-options";

describe("confirmPrune", () => {
  test("a StatefulSet is removed only when someone confirms it", () => {
    expect(confirmPrune(statefulSet({})).body).toEqual({
      metadata: { name: "b", annotations: { [option]: "Prune=confirm" } },
    });
  });

  test("other options stay, and so does what the chart says about pruning", () => {
    const other = confirmPrune(statefulSet({ [option]: "ServerSideApply=true" }));
    expect(other.body).toMatchObject({
      metadata: { annotations: { [option]: "ServerSideApply=true,Prune=confirm" } },
    });
    const own = statefulSet({ [option]: "Prune=false" });
    expect(confirmPrune(own)).toBe(own);
  });

  test("a kind of the same name in another group is left alone", () => {
    const identity = { group: "example.com", kind: "Namespace", name: "b" };
    const foreign: Manifest = { identity, release: "r", body: {} };
    expect(confirmPrune(foreign)).toBe(foreign);
  });
});
