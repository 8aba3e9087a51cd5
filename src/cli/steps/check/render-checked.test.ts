import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFiles } from "../../../host/test-files.ts";
import { hasPrograms } from "../../../host/test-programs.ts";
import type { KeelsonConfig } from "../../../model/keelson-config.ts";
import { fillSettings } from "../../settings.ts";
import { testContext } from "../../test-context.ts";
import { renderChecked } from "./render-checked.ts";

const files = {
  "keelson.yaml": "environments: {prod: {}}\n",
  "helmfile.yaml": `environments: {prod: {}}
---
helmDefaults: {skipDeps: true}
releases: [{name: web, namespace: shop, chart: ./web, values: [values.gotmpl]}]
`,
  "values.gotmpl": 'a: {{ exec "echo" (list "1") }}\n',
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml":
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: "{{ .Values.a }}"}\n',
};

describe.skipIf(!hasPrograms("helm", "helmfile"))("renderChecked", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "checked-"));
    writeFiles(root, files);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function codes(exception: { readonly object?: string }): Promise<readonly string[]> {
    const exceptions = [{ code: "RENDER_RUNS_PROGRAM", reason: "it says one", ...exception }];
    const config: KeelsonConfig = { environments: { prod: {} }, checks: { exceptions } };
    const { findings } = await renderChecked(testContext(root), fillSettings(config), {
      environment: "prod",
    });
    return findings.map(({ code }) => code);
  }

  test("an exception that lets a source run a program is in use", async () => {
    const found = await codes({});
    expect(found).not.toContain("RENDER_RUNS_PROGRAM");
    expect(found).not.toContain("CHECK_EXCEPTION_UNUSED");
  });

  test("an exception for an object lets no source run a program", async () => {
    await expect(codes({ object: "ConfigMap web" })).rejects.toMatchObject({
      code: "RENDER_REFUSED",
    });
  });
});
