import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { RenderFolder } from "./test-render.ts";

const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: db}\n# {{ now }}\n";

describe.skipIf(!hasPrograms("helm", "helmfile"))("what changes", () => {
  let folder: RenderFolder;

  beforeEach(() => {
    folder = new RenderFolder();
  });
  afterEach(() => folder.remove());

  test("is told with file and line in values templates, charts and packed charts", async () => {
    folder.write({
      "helmfile.yaml": `environments: {prod: {}}
---
helmDefaults: {skipDeps: true}
releases: [{name: web, namespace: shop, chart: ./web, values: [values.yaml.gotmpl]}]
`,
      "values.yaml.gotmpl": '# values\na: {{ now | date "2006" }}\n',
      "web/Chart.yaml": `apiVersion: v2
name: web
version: 1.0.0
dependencies: [{name: db, version: 1.0.0}]
`,
      "web/templates/other.yaml": "{{/* nothing */}}\n{{ $a := randAlphaNum 5 }}\n",
      "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
      "db/templates/map.yaml": map,
    });
    mkdirSync(join(folder.root, "web/charts"));
    spawnSync("helm", ["package", "db", "-d", "web/charts"], { cwd: folder.root });
    rmSync(join(folder.root, "db"), { recursive: true });
    const { findings } = await folder.render();
    const changing = findings.filter(({ code }) => code === "RENDER_CHANGING");
    expect(changing.map(({ at }) => `${at.file}:${at.line}`)).toEqual([
      "values.yaml.gotmpl:2",
      "web/templates/other.yaml:2",
      "web/charts/db-1.0.0.tgz:templates/map.yaml:4",
    ]);
  });
});
