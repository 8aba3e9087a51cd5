import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { readSettings } from "../../read-settings.ts";
import { renderEnvironments } from "../render/render-environments.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import type { Delivered, Delivery } from "./deliver.ts";

const chart = {
  "map/Chart.yaml": "apiVersion: v2\nname: map\nversion: 1.0.0\n",
  "map/templates/maps.yaml": `{{- range until 5 }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ $.Release.Name }}-{{ . }}" }
data: { a: {{ repeat (int $.Values.letters) "x" }} }
{{- end }}
`,
};
const files = {
  ...chart,
  "helmfile.yaml": `environments: { dev: {} }
---
releases:
  - { name: large, namespace: web, chart: ./map, values: [large.yaml] }
  - { name: small, namespace: web, chart: ./map, values: [small.yaml] }
`,
  "large.yaml": "letters: 900000\n",
  "small.yaml": "letters: 1\n",
};

describe.skipIf(!hasPrograms("helm", "helmfile"))("the size of a branch", () => {
  let repository: HelmfileRepository;

  beforeEach(() => {
    repository = helmfileRepository(files);
  });
  afterEach(() => repository.remove());

  /** Publish to a server that hands out files' content on demand alone. */
  function useServer(): void {
    const { git, root, write, commit } = repository;
    git("init", "--quiet", "--bare", "gitops.git");
    git("-C", "gitops.git", "config", "uploadpack.allowFilter", "true");
    write(".gitignore", ".build\n.cache\ngitops.git\n");
    const remote = `file://${join(root, "gitops.git")}`;
    write("keelson.yaml", `gitops: { remote: "${remote}" }\nenvironments: { dev: {} }\n`);
    commit("feat: publish to a server");
  }

  async function publish(options: Partial<Delivery>): Promise<readonly string[]> {
    // The source counts as pushed.
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
    const { publication }: Delivered = await repository.publish(options);
    const findings = publication.environments.flatMap(({ plan }) => plan.findings);
    return findings.map(({ code, says }) => `${code} ${says}`);
  }

  function growSmall(): void {
    repository.change({ "small.yaml": "letters: 900000\n" });
  }

  const warned = [
    "PUBLISH_ARGO_LIMIT environments/dev holds 9.0 MB of manifests; Argo CD reads 10 MB by default",
  ];

  test("a part is counted with what stays beside it", async () => {
    useServer();
    expect(await publish({})).toEqual([]);
    growSmall();
    expect(await publish({ selectors: ["name=small"] })).toEqual(warned);
  });

  test("a bundle of some releases is, too", async () => {
    useServer();
    await publish({});
    growSmall();
    const bundle = join(repository.root, ".build/part.json");
    await renderEnvironments(repository.context, await readSettings(repository.root), {
      environments: ["dev"],
      selectors: ["name=small"],
      verify: false,
      bundle,
      onDone: () => Promise.resolve(),
    });
    expect(await publish({ bundle })).toEqual(warned);
  });
});
