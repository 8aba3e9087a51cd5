import { describe, expect, test } from "vitest";
import type { BundledEnvironment } from "./bundle.ts";
import { type BundleFile, joinBundles } from "./join-bundles.ts";

const sha = "a".repeat(40);

/** A bundle of one release of prod. */
function shard(
  release: string,
  other: Partial<BundledEnvironment> = {},
  source: Partial<BundleFile> = {},
): BundleFile {
  const identity = { group: "", kind: "ConfigMap", name: release };
  const prod: BundledEnvironment = {
    environment: "prod",
    onlyReleases: [release],
    namespaces: { [release]: ["x"] },
    manifests: [{ identity, release, body: {} }],
    tools: { helm: "4.2.3" },
    inputs: { "helmfile.yaml": "0123" },
    ...other,
  };
  return { file: `${release}.json`, sha, dirty: false, environments: [prod], ...source };
}

const { environments } = shard("b");
const whole: BundleFile = {
  ...shard("b"),
  environments: environments.map(({ environment, namespaces, manifests, tools, inputs }) => ({
    environment,
    namespaces,
    manifests,
    tools,
    inputs,
  })),
};

describe("joinBundles", () => {
  test("shards of one source are one render, whichever comes first", () => {
    for (const bundles of [
      [shard("a"), shard("b")],
      [shard("b"), shard("a")],
    ]) {
      const [joined] = joinBundles(bundles);
      expect(joined?.onlyReleases?.toSorted()).toEqual(["a", "b"]);
      expect(joined?.manifests).toHaveLength(2);
      expect(joined).toMatchObject({ files: ["a.json", "b.json"], namespaces: { a: ["x"] } });
    }
  });

  test("one shard of edits marks all of them", () => {
    expect(joinBundles([shard("a"), shard("b", {}, { dirty: true })])[0]?.dirty).toBe(true);
  });

  test.each([
    ["of another source", shard("b", {}, { sha: "b".repeat(40) }), "from two sources"],
    ["of another tool", shard("b", { tools: { helm: "3.1.1" } }), "other inputs or tools (helm)"],
    ["of another input", shard("b", { inputs: { "a.yaml": "1" } }), "(a.yaml, helmfile.yaml)"],
    ["of the same release", shard("a"), "with the release a twice"],
    ["of all releases", whole, "prod is bundled twice"],
  ])("a shard %s is refused", (_, other, says) => {
    expect(() => joinBundles([shard("a"), other])).toThrow(says);
  });
});
