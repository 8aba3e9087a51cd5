import { describe, expect, test } from "vitest";
import { planJobs, type PlannedEnvironment, splitShards } from "./shards.ts";

function planned(
  environment: string,
  options: Partial<PlannedEnvironment> = {},
): PlannedEnvironment {
  const branch = `environments/${environment}`;
  return { environment, branch, because: ["x"], isProposed: false, isBehind: false, ...options };
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `r${index}`);
}

describe("splitShards", () => {
  test("an environment that cannot be taken apart is one shard", () => {
    expect(splitShards([planned("dev")], 1)).toEqual([
      { shard: "dev.1", environment: "dev", branch: "environments/dev", because: ["x"] },
    ]);
  });

  test("every release is in one shard, and no shard has more than it may", () => {
    const shards = splitShards([planned("dev", { releases: names(5) })], 2);
    expect(shards.map(({ releases }) => releases)).toEqual([["r0", "r1"], ["r2", "r3"], ["r4"]]);
  });

  test("shards grow where a matrix would have more jobs than GitHub makes", () => {
    const many = ["dev", "prod"].map((name) => planned(name, { separable: names(300) }));
    const shards = splitShards(many, 1);
    expect(shards.length).toBeLessThanOrEqual(256);
    expect(shards.flatMap(({ releases }) => releases ?? [])).toHaveLength(600);
  });

  test("more environments than a matrix has room for are left whole", () => {
    const many = names(300).map((name) => planned(name));
    expect(splitShards(many, 1)).toHaveLength(300);
  });

  test("nothing to render is no shard", () => {
    expect(splitShards([planned("dev", { because: [] })], 1)).toEqual([]);
    expect(splitShards([], 1)).toEqual([]);
  });
});

describe("planJobs", () => {
  test("each branch has one job, and the notes of unchanged ones share another", () => {
    const all = [
      planned("dev"),
      planned("test", { because: [], isBehind: true }),
      planned("load", { because: [], isBehind: true }),
      planned("idle", { because: [] }),
      planned("prod", { isProposed: true, branch: "environments/prod-next" }),
    ];
    const { publish, propose } = planJobs(all, splitShards(all, 1));
    expect(publish.include).toEqual([
      { environments: "dev", bundles: "bundle.dev.*", branch: "environments/dev" },
      {
        environments: "test load",
        bundles: "bundle.unchanged",
        branch: "refs/notes/hydrator.metadata",
      },
    ]);
    expect(propose.include).toEqual([
      { environments: "prod", bundles: "bundle.prod.*", branch: "environments/prod-next" },
    ]);
  });

  test("a job that renders gets selectors and the commit to check out", () => {
    const source = "a".repeat(40);
    const all = [planned("dev", { releases: ["a", "b"] }), planned("prod", { source })];
    expect(planJobs(all, splitShards(all, 20)).render.include).toEqual([
      { shard: "dev.1", environment: "dev", only: "name=a name=b", source: "" },
      { shard: "prod.1", environment: "prod", only: "", source },
    ]);
  });
});
