import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { readSettings } from "../../read-settings.ts";
import { renderEnvironments } from "../render/render-environments.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import { planShards } from "./plan-shards.ts";

const files = {
  "keelson.yaml": "environments: { dev: {} }\n",
  "helmfile.yaml": `environments: { dev: {} }
---
releases:
  - { name: settings, namespace: web, chart: ./settings }
  - { name: web, namespace: web, chart: ./web, values: [values.yaml] }
`,
  "settings/Chart.yaml": "apiVersion: v2\nname: settings\nversion: 1.0.0\n",
  "settings/templates/maps.yaml": [1, 2]
    .map((number) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings-${number} }\n`)
    .join("---\n"),
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/pod.yaml": `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { a: "{{ .Values.a }}" } }
spec:
  containers:
    - name: web
      image: example.com/web:1.0.0
      envFrom: [configMapRef: { name: settings-1 }]
`,
  "values.yaml": "a: first\n",
};

describe.skipIf(!hasPrograms("helm", "helmfile"))("publish --only", () => {
  let repository: HelmfileRepository;

  beforeEach(() => {
    repository = helmfileRepository(files);
  });
  afterEach(() => repository.remove());

  function published(): readonly string[] {
    const all = repository.published("ls-tree", "-r", "--name-only", "environments/dev");
    return all.split("\n").filter((path) => path.endsWith(".yaml"));
  }

  test("changes the chosen release and keeps the others as they are", async () => {
    await repository.publish();
    const all = published();
    expect(all).toHaveLength(3);
    repository.change({ "values.yaml": "a: second\n", "settings/templates/maps.yaml": "" });
    const { publication } = await repository.publish({ selectors: ["name=web"] });
    expect(publication.environments[0]?.plan.changes).toEqual([
      { path: "web/pod._web_web.yaml", change: "changed" },
    ]);
    expect(published()).toEqual(all);
    const metadata = repository.published("show", "environments/dev:hydrator.metadata");
    expect(JSON.parse(metadata)).toMatchObject({
      commands: ["keelson render dev --only 'name=web'"],
    });
    const settings = await readSettings(repository.root);
    const [shard] = await planShards(repository.context, settings, {
      chosen: [{ environment: "dev" }],
      head: repository.git("rev-parse", "HEAD"),
    });
    expect(shard?.because).not.toEqual([]);
  });

  test("removes what the chosen release does not render any more", async () => {
    await repository.publish();
    repository.write(
      "settings/templates/maps.yaml",
      files["settings/templates/maps.yaml"].split("---")[0] ?? "",
    );
    repository.commit("feat: fewer");
    const allow = { prune: true };
    await repository.publish({ selectors: ["name=settings"], allow });
    expect(published()).toEqual([
      "settings/configmap._web_settings-1.yaml",
      "web/pod._web_web.yaml",
    ]);
  });

  test("vouches for the source only where the others are from the same inputs", async () => {
    await repository.publish();
    const before = repository.note();
    const changed = repository.change({ "settings/templates/maps.yaml": "" });
    const { publication } = await repository.publish({ selectors: ["name=web"] });
    expect(publication.environments[0]?.plan.outcome).toBe("unchanged");
    expect(repository.note()).toBe(before);
    const maps = "settings/templates/maps.yaml";
    repository.change({ [maps]: files[maps] });
    await repository.publish({ selectors: ["name=web"] });
    expect(repository.note()).toContain(repository.git("rev-parse", "HEAD"));
    expect(repository.note()).not.toContain(changed);
  });

  test("is checked together with what the branch holds of the others", async () => {
    const first = repository.publish({ selectors: ["name=web"] });
    await expect(first).rejects.toMatchObject({ code: "CHECK_FAILED" });
    await repository.publish({ selectors: ["name=settings"] });
    await repository.publish({ selectors: ["name=web"] });
    expect(published()).toHaveLength(3);
  });

  test("a selector that chooses nothing publishes nothing", async () => {
    await repository.publish();
    await expect(repository.publish({ selectors: ["name=none"] })).rejects.toMatchObject({
      code: "RENDER_FAILED",
    });
    expect(published()).toHaveLength(3);
  });

  test("a bundle of some releases keeps the others too", async () => {
    await repository.publish();
    repository.change({ "values.yaml": "a: second\n" });
    const settings = await readSettings(repository.root);
    const bundle = join(repository.root, ".build/part.json");
    await renderEnvironments(repository.context, settings, {
      environments: ["dev"],
      selectors: ["name=web"],
      verify: false,
      bundle,
      onDone: () => Promise.resolve(),
    });
    const { publication } = await repository.publish({ bundle });
    expect(publication.environments[0]?.plan.changes).toHaveLength(1);
    expect(published()).toHaveLength(3);
  });
});
