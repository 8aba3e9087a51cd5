import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { planJobs, splitShards } from "../../../publish/shards.ts";
import { type ShardRepository, shardRepository, stateOf } from "./test-shards.ts";

describe.skipIf(!hasPrograms("helm", "helmfile"))("shards of an environment", () => {
  let repository: ShardRepository;

  beforeEach(() => {
    repository = shardRepository();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    repository.remove();
  });

  function onBranch(...args: readonly string[]): string {
    return repository.published(...args, "environments/dev");
  }

  test("several make one commit, the same as rendering all at once", async () => {
    const shards = splitShards(await repository.plan(), 1);
    expect(shards.map(({ shard, releases }) => [shard, releases])).toEqual([
      ["dev.1", ["a"]],
      ["dev.2", ["b"]],
      ["dev.3", ["c"]],
    ]);
    await repository.render(shards);
    await repository.publish();
    expect(onBranch("rev-list", "--count")).toBe("1");
    const apart = onBranch("show", "--raw", "--no-abbrev");
    repository.startAgain();
    await repository.publishWhole();
    expect(onBranch("show", "--raw", "--no-abbrev")).toBe(apart);
  });

  test("only the release whose inputs changed is rendered, and the others stay", async () => {
    await repository.publishWhole();
    const sha = repository.change({ "b.yaml": "text: second\n" });
    const planned = await repository.plan();
    expect(planned).toMatchObject([{ because: ["b.yaml"], releases: ["b"] }]);
    await repository.render(splitShards(planned, 20));
    const { publication } = await repository.publish();
    expect(publication.environments[0]?.plan.changes).toEqual([
      { path: "b/configmap._web_b.yaml", change: "changed" },
    ]);
    expect(onBranch("ls-tree", "-r", "--name-only").match(/configmap/g)).toHaveLength(3);
    expect(repository.note()).toContain(sha);
    expect(await repository.plan()).toMatchObject([{ because: [], isBehind: false }]);
  });

  test("what counts for all releases has all of them rendered", async () => {
    await repository.publishWhole();
    repository.change({ "map/values.yaml": "more: 1\n" });
    const planned = await repository.plan();
    const groups = splitShards(planned, 2).map(({ releases }) => releases);
    expect(planned[0]?.because).toEqual(["map"]);
    expect(groups).toEqual([["a", "b"], ["c"]]);
  });

  test("another value of a variable that templates may read counts for all releases", async () => {
    repository.change({
      "keelson.yaml": "render: { variables: [TAG] }\nenvironments: { dev: {}, prod: {} }\n",
    });
    vi.stubEnv("TAG", "one");
    await repository.publishWhole();
    expect(await repository.plan()).toMatchObject([{ because: [] }]);
    vi.stubEnv("TAG", "two");
    expect(await repository.plan()).toMatchObject([{ because: ["$TAG"] }]);
  });

  test("a release that is gone is pruned by a render of the whole environment", async () => {
    await repository.publishWhole();
    repository.change({ "helmfile.yaml": stateOf(["a", "b"]) });
    const shards = splitShards(await repository.plan(), 1);
    expect(shards.map(({ releases }) => releases)).toEqual([undefined]);
    await repository.render(shards);
    await repository.publish({ allow: { prune: true } });
    expect(onBranch("ls-tree", "-r", "--name-only")).not.toContain("c/configmap");
  });

  test("a shard that got lost stops the publish, and what was not rendered stays", async () => {
    await repository.publishWhole();
    const before = onBranch("rev-parse");
    repository.change({ "a.yaml": "text: second\n", "b.yaml": "text: second\n" });
    await repository.render(splitShards(await repository.plan(), 1).slice(1));
    await expect(repository.publish()).rejects.toMatchObject({
      code: "PUBLISH_REFUSED",
      findings: [{ code: "PUBLISH_PART_STALE", notes: ["a"] }],
    });
    expect(onBranch("rev-parse")).toBe(before);
    const { publication } = await repository.publish({ allow: { mixed: true } });
    expect(publication.environments[0]?.plan.changes).toHaveLength(1);
    const [planned] = await repository.plan();
    expect(planned?.because).toContain("a.yaml");
  });

  test("an environment without a change only has its note moved", async () => {
    await repository.publishWhole();
    const tip = onBranch("rev-parse");
    const sha = repository.change({ "README.md": "more\n" });
    const planned = await repository.plan();
    expect(planJobs(planned, [])).toMatchObject({
      render: { include: [] },
      publish: { include: [{ environments: "dev", bundles: "bundle.unchanged" }] },
    });
    await repository.bundleUnchanged(planned);
    const { publication } = await repository.publish();
    expect(publication.environments[0]?.plan.outcome).toBe("unchanged");
    expect(onBranch("rev-parse")).toBe(tip);
    expect(repository.note()).toBe(`{"drySha":"${sha}"}`);
    expect(planJobs(await repository.plan(), []).publish.include).toEqual([]);
  });

  test("a note does not move onto a branch that an older source has changed since", async () => {
    await repository.publishWhole();
    const older = repository.change({ "a.yaml": "text: second\n" });
    repository.change({ "a.yaml": "text: first\n" });
    const planned = await repository.plan();
    expect(planned).toMatchObject([{ because: [] }]);
    repository.git("checkout", "--quiet", older);
    await repository.publishWhole();
    repository.git("checkout", "--quiet", "main");
    await repository.bundleUnchanged(planned);
    await expect(repository.publish()).rejects.toMatchObject({
      findings: [{ code: "PUBLISH_PART_STALE" }],
    });
    expect(repository.note()).toContain(older);
  });

  test("a named environment that no bundle holds is an error", async () => {
    await repository.render(splitShards(await repository.plan(), 20));
    const both = { environments: ["dev", "prod"], isNamed: true };
    await expect(repository.publish(both)).rejects.toMatchObject({ code: "BUNDLE_INVALID" });
  });
});
