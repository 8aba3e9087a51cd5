import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFiles } from "../../../host/test-files.ts";
import { describeInputs } from "../../../render/provenance.ts";
import { readSources } from "./read-sources.ts";

type Texts = Readonly<Record<string, string>>;

/** A state of one release, and other files. */
function from(release: string, files: Texts): Texts {
  return { ...files, "helmfile.yaml": `releases:\n  - { name: a, namespace: x, ${release} }\n` };
}

/** More than two MiB. */
function large(text: string): string {
  return `${text}\n${"#".repeat(2_200_000)}\n`;
}

const chart = { "map/Chart.yaml": "name: map\n", "map/templates/map.yaml": "a: 1\n" };
const depending = `name: map\ndependencies: [{ name: lib, repository: "file://../lib" }]\n`;

describe("a change of", () => {
  let top: string;
  let root: string;

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "keelson-sources-"));
    root = join(top, "work/platform");
    mkdirSync(join(top, "work/.git"), { recursive: true });
    mkdirSync(root);
  });
  afterEach(() => rmSync(top, { recursive: true }));

  async function inputs(): Promise<Texts> {
    const sources = await readSources(root, "dev", ["helmfile.yaml"]);
    return describeInputs({ ...sources, versions: {} }).inputs;
  }

  test.each<[what: string, changed: string, files: Texts]>([
    ["a chart that is named without a path", "map/values.yaml", from("chart: map", chart)],
    [
      "the chart beside its state",
      "templates/a.yaml",
      from("chart: ./", { "Chart.yaml": "name: a\n", "templates/a.yaml": "" }),
    ],
    ["a folder of built files in a chart", "map/files/dist/a.js", from("chart: ./map", chart)],
    [
      "a large file in a chart",
      "map/crds/a.yaml",
      from("chart: ./map", { ...chart, "map/crds/a.yaml": large("a: 1") }),
    ],
    [
      "a chart that a chart's dependency is built from",
      "lib/templates/_names.tpl",
      from("chart: ./map", { "map/Chart.yaml": depending, "lib/Chart.yaml": "name: lib\n" }),
    ],
    [
      "manifests in the place of a chart",
      "raw/a.yaml",
      from("chart: ./raw", { "raw/a.yaml": "a: 1\n" }),
    ],
    [
      "what a kustomization is built on",
      "base/a.yaml",
      from("chart: ./over", {
        "over/kustomization.yaml": "resources: [../base]\n",
        "base/kustomization.yaml": "resources: [a.yaml]\n",
      }),
    ],
    ["a values file beyond the folder", "../a.yaml", from("values: [../a.yaml]", {})],
    ["a chart beyond the folder", "../map/Chart.yaml", from("chart: ../map", {})],
  ])("%s is a change of the inputs", async (_, changed, files) => {
    writeFiles(root, files);
    const before = await inputs();
    writeFiles(root, { [changed]: large("a: 2") });
    expect(await inputs()).not.toEqual(before);
  });

  test("what a chart's link leads to is one too, and a link in a circle ends", async () => {
    writeFiles(root, from("chart: ./map", chart));
    writeFiles(root, { "shared/a.yaml": "a: 1\n" });
    symlinkSync("../shared", join(root, "map/shared"));
    symlinkSync("..", join(root, "map/up"));
    symlinkSync("/", join(root, "map/all"));
    const before = await inputs();
    writeFiles(root, { "shared/a.yaml": "a: 2\n" });
    expect(await inputs()).not.toEqual(before);
  });

  test("what lies beyond the repository is none", async () => {
    writeFiles(top, { "a.yaml": "a: 1\n" });
    writeFiles(root, from("values: [../../a.yaml, ../../../../../etc/hosts]", {}));
    expect(Object.keys(await inputs())).toEqual(["helmfile.yaml"]);
  });
});
