import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { readPublishedSource } from "../branches/read-published-source.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import { testGitops } from "./test-repository.ts";

const files = {
  "keelson.yaml": "environments: { dev: {} }\n",
  "helmfile.yaml": `environments: { dev: {} }
---
releases:
  - { name: web, namespace: one, chart: ./web, values: [values.yaml] }
  - { name: web, namespace: two, chart: ./web, values: [values.yaml] }
  - { name: constructor, namespace: one, chart: ./web, values: [values.yaml] }
`,
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { a: "{{ .Values.a }}" }
`,
  "values.yaml": "a: first\n",
};
const branch = "environments/dev";
const [ctor, one, two] = [
  "constructor/configmap._one_constructor",
  "web/configmap._one_web",
  "web/configmap._two_web",
];

describe.skipIf(!hasPrograms("helm", "helmfile"))("parts of an environment", () => {
  let repository: HelmfileRepository;

  beforeEach(() => {
    repository = helmfileRepository(files);
  });
  afterEach(() => repository.remove());

  function change(value: string): string {
    return repository.change({ "values.yaml": `a: ${value}\n` });
  }

  /** What each object on a branch says, by its file. */
  function said(name = branch): Readonly<Record<string, string>> {
    const paths = repository.published("ls-tree", "-r", "--name-only", name).split("\n");
    const manifests = paths.filter((path) => path.endsWith(".yaml"));
    const texts = manifests.map((path) => {
      const text = repository.published("show", `${name}:${path}`);
      return [path.slice(0, -".yaml".length), /a: (\S+)/u.exec(text)?.[1] ?? ""] as const;
    });
    return Object.fromEntries(texts);
  }

  function settings(how: string): void {
    repository.write("keelson.yaml", `environments: { dev: { publish: ${how} } }\n`);
  }

  async function codes(selector: string): Promise<unknown> {
    const publication = repository.publish({ selectors: [selector] });
    return publication.then(
      () => "published",
      (error: { findings?: readonly { code: string }[] }) =>
        error.findings?.map(({ code }) => code),
    );
  }

  test("a release is not published without another one that shares its folder", async () => {
    await repository.publish();
    change("second");
    expect(await codes("namespace=two")).toContain("PUBLISH_PART_SHARED");
    expect(said()).toEqual({ [ctor]: "first", [one]: "first", [two]: "first" });
    await repository.publish({ selectors: ["name=web"] });
    expect(said()).toEqual({ [ctor]: "first", [one]: "second", [two]: "second" });
    await repository.publish({ selectors: ["name=constructor"] });
    expect(said()).toEqual({ [ctor]: "second", [one]: "second", [two]: "second" });
  });

  test("nor does a new one replace it", async () => {
    await repository.publish({ selectors: ["namespace=one"] });
    expect(await codes("namespace=two")).toContain("PUBLISH_PART_SHARED");
    expect(said()).toEqual({ [ctor]: "first", [one]: "first" });
    await repository.publish();
    expect(said()).toEqual({ [ctor]: "first", [one]: "first", [two]: "first" });
  });

  test("what was partly published is promoted once the whole of it is published", async () => {
    const { context, publish, published } = repository;
    await publish();
    change("second");
    await publish({ selectors: ["name=web"] });
    const promoted = (): Promise<string> => readPublishedSource(context, testGitops, "dev");
    await expect(promoted()).rejects.toMatchObject({ code: "PROMOTE_MIXED" });
    const withoutIt = files["helmfile.yaml"].replace(/.*constructor.*\n/u, "");
    const last = repository.change({ "helmfile.yaml": withoutIt });
    const allow = { prune: true };
    await publish({ allow });
    expect(await promoted()).toBe(last);
    const tip = published("rev-parse", branch);
    await publish({ allow });
    expect(published("rev-parse", branch)).toBe(tip);
  });

  test("a whole publish of the same objects says that they are of one source", async () => {
    const { context, publish, published } = repository;
    await publish();
    const source = change("second");
    await publish({ selectors: ["name=web"] });
    await publish({ selectors: ["name=constructor"] });
    const before = published("rev-parse", branch);
    await publish();
    expect(published("diff", "--name-only", before, branch)).toBe("hydrator.metadata");
    expect(await readPublishedSource(context, testGitops, "dev")).toBe(source);
    const tip = published("rev-parse", branch);
    await publish();
    expect(published("rev-parse", branch)).toBe(tip);
  });

  test("edits that were published are no reason against a promotion once they are committed", async () => {
    const { context, publish } = repository;
    await publish();
    repository.write("values.yaml", "a: edited\n");
    await publish();
    const promoted = (): Promise<string> => readPublishedSource(context, testGitops, "dev");
    await expect(promoted()).rejects.toMatchObject({ code: "PROMOTE_DIRTY" });
    const source = repository.commit("feat: edited");
    await publish();
    expect(await promoted()).toBe(source);
  });

  describe("by pull request", () => {
    test("the second part goes beside the first, in the branch and in the diff", async () => {
      const { publish, root } = repository;
      await publish();
      settings("pull-request");
      change("second");
      await publish({ selectors: ["name=web"] });
      const { proposals } = await publish({ selectors: ["name=constructor"] });
      const wanted = { [ctor]: "second", [one]: "second", [two]: "second" };
      expect(said(`${branch}-next`)).toEqual(wanted);
      const diff = readFileSync(join(root, proposals[0]?.diffFile ?? ""), "utf8");
      expect(diff).toMatch(/^3 objects changed/mu);
    });

    test("a part on a proposal that its base has left behind is refused", async () => {
      const { publish } = repository;
      await publish();
      settings("pull-request");
      change("second");
      await publish({ selectors: ["name=web"] });
      settings("direct");
      change("third");
      await publish();
      settings("pull-request");
      change("fourth");
      expect(await codes("name=web")).toContain("PUBLISH_PROPOSAL_OLD");
      await publish();
      expect(new Set(Object.values(said(`${branch}-next`)))).toEqual(new Set(["fourth"]));
    });
  });
});
