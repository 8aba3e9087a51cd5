import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { asMap } from "../../../model/value.ts";
import { splitShards } from "../../../publish/shards.ts";
import { type ShardRepository, shardRepository } from "./test-shards.ts";

const hasHelmfile = hasPrograms("helm", "helmfile");
const upToDate = [{ because: [], isBehind: false }];

describe.skipIf(!hasHelmfile)("a plan after inputs that changed no manifest", () => {
  let repository: ShardRepository;

  beforeEach(async () => {
    repository = shardRepository();
    await repository.publishWhole();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    repository.remove();
  });

  function tip(): string {
    return repository.published("rev-parse", "environments/dev");
  }

  /** As the hydrators' readers see it: they take `drySha` and pass over what they do not know. */
  function noted(): unknown {
    return asMap(JSON.parse(repository.note()))["drySha"];
  }

  async function renderPlanned(): Promise<void> {
    await repository.render(splitShards(await repository.plan(), 20));
    await repository.publish();
  }

  test("has nothing to render once they were rendered", async () => {
    const before = tip();
    const sha = repository.change({ "b.yaml": "# why it is so\ntext: first\n" });
    expect(await repository.plan()).toMatchObject([{ because: ["b.yaml"], releases: ["b"] }]);
    await renderPlanned();
    expect([tip(), noted()]).toEqual([before, sha]);
    expect(await repository.plan()).toMatchObject(upToDate);
    const note = repository.note();
    await repository.publishWhole();
    expect(repository.note()).toBe(note);
  });

  test("knows them still when the note moves without a render", async () => {
    repository.change({ "b.yaml": "# why it is so\ntext: first\n" });
    await renderPlanned();
    const sha = repository.change({ "README.md": "more\n" });
    const planned = await repository.plan();
    expect(planned).toMatchObject([{ because: [], isBehind: true }]);
    await repository.bundleUnchanged(planned);
    await repository.publish();
    expect(noted()).toBe(sha);
    expect(await repository.plan()).toMatchObject(upToDate);
  });

  test("has only the release rendered that changes next", async () => {
    repository.change({ "b.yaml": "# why it is so\ntext: first\n" });
    await renderPlanned();
    const before = tip();
    repository.change({ "a.yaml": "text: second\n" });
    expect(await repository.plan()).toMatchObject([{ because: ["a.yaml"], releases: ["a"] }]);
    await renderPlanned();
    expect(repository.published("rev-list", `${before}..environments/dev`)).toBe(tip());
    expect(JSON.parse(repository.note())).toEqual({ drySha: repository.git("rev-parse", "HEAD") });
    expect(await repository.plan()).toMatchObject(upToDate);
  });

  test("has nothing to render after a part of which the rest is up to date", async () => {
    repository.change({ "b.yaml": "# why it is so\ntext: first\n" });
    await repository.publishWhole({ selectors: ["name=b"] });
    expect(await repository.plan()).toMatchObject(upToDate);
  });

  test("names them as long as a part of them was not rendered", async () => {
    const before = repository.note();
    repository.change({ "a.yaml": "# why\ntext: first\n", "b.yaml": "# why\ntext: first\n" });
    const shards = splitShards(await repository.plan(), 1);
    await repository.render(shards.slice(1));
    await expect(repository.publish()).rejects.toMatchObject({
      findings: [{ code: "PUBLISH_PART_STALE", notes: ["a"] }],
    });
    await repository.publishWhole({ selectors: ["name=b"] });
    expect(repository.note()).toBe(before);
    expect(await repository.plan()).toMatchObject([{ releases: ["a", "b"] }]);
  });

  test("has nothing to render when the source was the same and a variable was not", async () => {
    repository.change({
      "keelson.yaml": "render: { variables: [TAG] }\nenvironments: { dev: {}, prod: {} }\n",
    });
    await renderPlanned();
    vi.stubEnv("TAG", "two");
    expect(await repository.plan()).toMatchObject([{ because: ["$TAG"], isBehind: false }]);
    await renderPlanned();
    expect(await repository.plan()).toMatchObject(upToDate);
  });

  test("has nothing to render where changes are proposed", async () => {
    repository.change({
      "keelson.yaml": "environments: { dev: { publish: pull-request }, prod: {} }\n",
    });
    await renderPlanned();
    expect(await repository.plan()).toMatchObject(upToDate);
    repository.change({ "a.yaml": "text: second\n" });
    await renderPlanned();
    repository.change({ "b.yaml": "# why it is so\ntext: first\n" });
    await renderPlanned();
    expect(await repository.plan()).toMatchObject(upToDate);
  });
});
