import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { readToolVersions } from "../../../host/tool-versions.ts";
import { splitShards } from "../../../publish/shards.ts";
import { readSettings } from "../../read-settings.ts";
import { writeUnchanged } from "../render/write-bundle.ts";
import { planShards } from "./plan-shards.ts";
import { type ShardRepository, shardRepository, stateOf } from "./test-shards.ts";

describe.skipIf(!hasPrograms("helm", "helmfile"))("a plan", () => {
  let repository: ShardRepository;

  beforeEach(() => {
    repository = shardRepository();
  });
  afterEach(() => repository.remove());

  test("has all rendered that a foreign hook could have made of any file", async () => {
    const hook = 'hooks: [{ events: [prepare], command: "true" }]\n---\n';
    repository.change({ "helmfile.yaml": hook + stateOf(["a", "b", "c"]) });
    await repository.publishWhole();
    expect(await repository.plan()).toMatchObject([{ because: [] }]);
    repository.change({ "data.csv": "second\n" });
    const planned = await repository.plan();
    expect(planned).toMatchObject([{ because: ["/"], separable: ["a", "b", "c"] }]);
    await repository.render(splitShards(planned, 20));
    await repository.publish();
    expect(await repository.plan()).toMatchObject([{ because: [], isBehind: false }]);
    await repository.publishWhole({ source: repository.git("rev-parse", "HEAD") });
    expect(await repository.plan()).toMatchObject([{ because: [], isBehind: false }]);
  });

  test("leaves it to the render to say what is wrong with an environment's files", async () => {
    const layers =
      "[{ layers: ['{environment}.yaml'], output: '.build/{environment}/values.yaml' }]";
    repository.change({
      "keelson.yaml": `environments: { dev: {}, prod: {} }\nvalues: ${layers}\n`,
      "dev.yaml": "text: {\n",
    });
    expect(await repository.plan()).toMatchObject([
      { environment: "dev", because: ["PREPARE_REFUSED: the environment's files have errors"] },
    ]);
  });

  test("says which bundle it cannot write", async () => {
    const path = join(repository.root, "a.yaml/unchanged.json");
    await expect(writeUnchanged(repository.context, path, [])).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
  });

  test("sees that a release is gone, whatever its name", async () => {
    const files = { "constructor.yaml": "text: first\n" };
    repository.change({ ...files, "helmfile.yaml": stateOf(["a", "constructor"]) });
    await repository.publishWhole();
    repository.change({ "helmfile.yaml": stateOf(["a"]) });
    expect(await repository.plan()).toMatchObject([
      { because: ["constructor.yaml", "helmfile.yaml"] },
    ]);
  });

  test("has a release rendered that renders nothing any more, and its objects go", async () => {
    const map = `{{ if .Values.text }}
apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
{{ end }}`;
    repository.change({ "map/templates/map.yaml": map });
    await repository.publishWhole();
    repository.change({ "b.yaml": "text: \n" });
    await repository.render(splitShards(await repository.plan(), 20));
    await repository.publish({ allow: { prune: true } });
    const files = repository.published("ls-tree", "-r", "--name-only", "environments/dev");
    expect(files.match(/[abc](?=\/configmap)/g)).toEqual(["a", "c"]);
    expect(await repository.plan()).toMatchObject([{ because: [], isBehind: false }]);
    repository.change({ "a.yaml": "text: \n", "c.yaml": "text: \n" });
    await repository.render(splitShards(await repository.plan(), 20));
    await expect(repository.publish({ allow: { prune: true } })).rejects.toMatchObject({
      findings: [{ code: "PUBLISH_EMPTY_RENDER" }],
    });
  });

  test("has a pinned environment rendered that other tools rendered", async () => {
    const { context, root } = repository;
    const sha = repository.git("rev-parse", "HEAD");
    await repository.publishWhole();
    repository.change({ "a.yaml": "text: second\n" });
    const plan = async (): Promise<unknown> =>
      planShards(context, await readSettings(root), {
        chosen: [{ environment: "dev", sha }],
        head: repository.git("rev-parse", "HEAD"),
      });
    expect(await plan()).toMatchObject([{ because: [] }]);
    const tools = { ...(await readToolVersions(root)), keelson: "0.0.0-older" };
    const made = { form: 1, inputs: { "a.yaml": "" }, tools };
    const note = JSON.stringify({ drySha: sha, keelson: made });
    const add = ["notes", "--ref=hydrator.metadata", "add", "--force", "--message", note];
    repository.published(...add, "environments/dev");
    expect(await plan()).toMatchObject([{ because: ["keelson"], source: sha }]);
  });
});
