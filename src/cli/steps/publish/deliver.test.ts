import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { readSettings } from "../../read-settings.ts";
import { readPublishedSource } from "../branches/read-published-source.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import { planShards } from "./plan-shards.ts";
import { testGitops } from "./test-repository.ts";

const environments = ["staging", "prod"];
const files = {
  "keelson.yaml": "environments: { staging: {}, prod: {} }\n",
  "helmfile.yaml": `environments:
  staging: {}
  prod: {}
---
releases:
  - name: web
    namespace: web
    chart: ./web
    values: [values.yaml]
`,
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { a: "{{ .Values.a }}" }
`,
  "values.yaml": "a: first\n",
};
const map = "web/configmap._web_web.yaml";

describe.skipIf(!hasPrograms("helm", "helmfile"))("deliver", () => {
  let repository: HelmfileRepository;

  beforeEach(() => {
    repository = helmfileRepository(files);
  });
  afterEach(() => repository.remove());

  function change(value: string): string {
    return repository.change({ "values.yaml": `a: ${value}\n` });
  }

  function published(environment: string): string {
    return repository.published("show", `environments/${environment}:${map}`);
  }

  test("goes back to an older source when it is named, and only then", async () => {
    const first = repository.git("rev-parse", "HEAD");
    await repository.publish();
    change("second");
    await repository.publish();
    expect(published("prod")).toContain("a: second");
    await repository.publish({ environments: ["prod"], source: first });
    expect(published("prod")).toContain("a: first");
    expect(published("staging")).toContain("a: second");
    expect(readdirSync(join(repository.root, ".cache"))).toEqual(["keelson-helm"]);
    expect(repository.git("status", "--porcelain")).toBe("");
  });

  test("a source that another one has replaced is superseded", async () => {
    const first = repository.git("rev-parse", "HEAD");
    change("second");
    await repository.publish();
    repository.git("checkout", "--quiet", first);
    const { publication } = await repository.publish();
    expect(publication.environments.map(({ plan }) => plan.outcome)).toEqual([
      "superseded",
      "superseded",
    ]);
    expect(published("prod")).toContain("a: second");
  });

  test("promotes the source that another environment runs", async () => {
    await repository.publish();
    change("second");
    await repository.publish({ environments: ["staging"] });
    const wanted = repository.git("rev-parse", "HEAD");
    change("third");
    const source = await readPublishedSource(repository.context, testGitops, "staging");
    expect(source).toBe(wanted);
    await repository.publish({ environments: ["prod"], source });
    expect(published("prod")).toBe(published("staging"));
  });

  test("a frozen environment is left alone, and one that is pinned keeps its source", async () => {
    await repository.publish();
    const pinned = change("second");
    const third = `environments: { staging: { source: ${pinned} }, prod: { frozen: audit } }\n`;
    repository.write("keelson.yaml", third);
    change("third");
    const { frozen } = await repository.publish();
    expect(frozen).toEqual([{ environment: "prod", reason: "audit" }]);
    expect(published("staging")).toContain("a: second");
    expect(published("prod")).toContain("a: first");
    await expect(
      repository.publish({ environments: ["prod"], isNamed: true }),
    ).rejects.toMatchObject({
      code: "PUBLISH_FROZEN",
    });
    await expect(
      repository.publish({ environments: ["staging"], source: "HEAD" }),
    ).rejects.toMatchObject({
      code: "PUBLISH_PINNED",
    });
  });

  test("plans the environments whose inputs changed", async () => {
    const settings = await readSettings(repository.root);
    const plan = async (): Promise<readonly (readonly string[])[]> => {
      const shards = await planShards(repository.context, settings, {
        chosen: environments.map((environment) => ({ environment })),
        head: repository.git("rev-parse", "HEAD"),
      });
      return shards.map(({ because }) => because);
    };
    expect(await plan()).toEqual([["first publish"], ["first publish"]]);
    await repository.publish();
    expect(await plan()).toEqual([[], []]);
    change("second");
    await repository.publish({ environments: ["staging"] });
    expect(await plan()).toEqual([[], ["values.yaml"]]);
  });

  function bundleOf(environment: string): string {
    const sha = repository.git("rev-parse", "HEAD");
    const metadata = { name: "web", namespace: "web" };
    const body = { apiVersion: "v1", kind: "ConfigMap", metadata };
    const rendered = { environment, manifests: [{ release: "web", body }] };
    const source = { sha, dirty: false };
    return JSON.stringify({ bundleForm: 1, source, environments: [rendered] });
  }

  test("publishes a bundle without running anything of the source", async () => {
    const bundle = bundleOf("prod");
    repository.write("helmfile.yaml", "{{ exec `false` }}\n");
    repository.write(".build/bundle.json", bundle);
    const { publication } = await repository.publish({ bundle: ".build/bundle.json" });
    expect(publication.environments.map(({ plan }) => plan.environment)).toEqual(["prod"]);
    expect(published("prod")).toContain("kind: ConfigMap");
  });

  test("goes back by a bundle when its source is named, and to no other", async () => {
    const bundle = ".build/bundle.json";
    repository.write(bundle, bundleOf("prod"));
    const before = await repository.publish({ bundle });
    const source = before.publication.environments[0]?.plan.source.sha ?? "";
    change("second");
    await repository.publish();
    const late = await repository.publish({ bundle });
    expect(late.publication.environments[0]?.plan.outcome).toBe("superseded");
    const other = repository.publish({ bundle, source: "HEAD" });
    await expect(other).rejects.toMatchObject({ code: "BUNDLE_INVALID" });
    const { publication } = await repository.publish({ bundle, source });
    expect(publication.environments[0]?.plan.outcome).toBe("commit");
  });

  test("publishes a folder of bundles together, each environment once", async () => {
    repository.write(".build/bundles/prod.json", bundleOf("prod"));
    repository.write(".build/bundles/staging.json", bundleOf("staging"));
    const { publication } = await repository.publish({ bundle: ".build/bundles" });
    const names = publication.environments.map(({ plan }) => plan.environment);
    expect(names).toEqual(["prod", "staging"]);
    repository.write(".build/bundles/other.json", bundleOf("prod"));
    await expect(repository.publish({ bundle: ".build/bundles" })).rejects.toMatchObject({
      code: "BUNDLE_INVALID",
    });
    mkdirSync(join(repository.root, ".build/empty"));
    await expect(repository.publish({ bundle: ".build/empty" })).rejects.toMatchObject({
      code: "FILE_MISSING",
    });
  });

  test("a bundle with a plain Secret is refused", async () => {
    const sha = repository.git("rev-parse", "HEAD");
    const body = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "web", namespace: "web" },
      data: { a: "Yg==" },
    };
    const environment = { environment: "prod", manifests: [{ release: "web", body }] };
    const bundle = { bundleForm: 1, source: { sha, dirty: false }, environments: [environment] };
    repository.write(".build/bundle.json", JSON.stringify(bundle));
    await expect(repository.publish({ bundle: ".build/bundle.json" })).rejects.toMatchObject({
      code: "CHECK_FAILED",
    });
  });
});
