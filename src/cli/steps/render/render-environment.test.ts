import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeFiles } from "../../../host/test-files.ts";
import { hasPrograms } from "../../../host/test-programs.ts";
import type { KeelsonError } from "../../../model/keelson-error.ts";
import { failureOf } from "../../../model/test-failure.ts";
import { fillSettings } from "../../settings.ts";
import { testContext } from "../../test-context.ts";
import { renderEnvironment, type RenderedEnvironment } from "./render-environment.ts";

const chart = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml": `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data: {a: "{{ required "a is not set" .Values.a }}"}
`,
};

describe.skipIf(!hasPrograms("helm", "helmfile"))(
  "renderEnvironment (npm run setup installs helm and helmfile)",
  () => {
    let root = "";

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "render-test-"));
      write(chart);
    });
    afterEach(() => rmSync(root, { recursive: true }));

    function write(files: Readonly<Record<string, string>>): void {
      writeFiles(root, files);
    }

    function render(
      stop?: AbortSignal,
      variables = {},
      helmfile = "helmfile.yaml",
    ): Promise<RenderedEnvironment> {
      const context = testContext(root, {
        environment: { ...process.env, ...variables },
        ...(stop && { signal: stop }),
      });
      return renderEnvironment(context, "prod", {
        settings: fillSettings({ render: { helmfile, timeoutSeconds: 20 } }),
      });
    }

    function failure(): Promise<KeelsonError> {
      return failureOf(render());
    }

    function state(rest: string): void {
      write({
        "helmfile.yaml": `environments: {prod: {}, dev: {}}\n---\nhelmDefaults: {skipDeps: true}\n${rest}`,
      });
    }

    test("needs are read from a state file that is YAML only once its template is filled in", async () => {
      write({
        "helmfile.yaml.gotmpl": `environments: {prod: {}}
---
helmDefaults: {skipDeps: true}
releases:
{{ if eq .Environment.Name "prod" }}
- {name: b, namespace: shop, chart: ./web, values: [{a: 1}], needs: ["shop/a"]}
{{ end }}
- {name: a, namespace: shop, chart: ./web, values: [{a: 2}]}
`,
      });
      const { manifests } = await render(undefined, {}, "helmfile.yaml.gotmpl");
      const waves = manifests.map(({ release, body }) => [
        release,
        JSON.stringify(body["metadata"]),
      ]);
      expect(waves).toEqual([
        ["a", expect.stringContaining('"argocd.argoproj.io/sync-wave":"-1"')],
        ["b", expect.not.stringContaining("sync-wave")],
      ]);
    });

    test("every manifest knows its release and its namespace", async () => {
      state(`releases:
- {name: b, namespace: "n-{{ .Environment.Name }}", chart: ./web, values: [{a: 1}], needs: ["n-{{ .Environment.Name }}/a"]}
- {name: a, namespace: "n-{{ .Environment.Name }}", chart: ./web, values: [{a: 2}]}
`);
      const { manifests, releases } = await render();
      expect(releases.map((release) => `${release.namespace}/${release.name}`)).toEqual([
        "n-prod/a",
        "n-prod/b",
      ]);
      expect(manifests).toMatchObject([
        { release: "a", template: "web/templates/map.yaml", identity: { namespace: "n-prod" } },
        { release: "b", body: { data: { a: "1" } } },
      ]);
    });

    test("all failing releases are reported, each with template and line", async () => {
      state(`releases:
- {name: a, chart: ./web}
- {name: b, chart: ./web, values: [{a: 1}]}
- {name: c, chart: ./web}
`);
      const error = await failure();
      expect(error.code).toBe("RENDER_FAILED");
      expect(error.findings.map((finding) => finding.at)).toEqual([
        { file: "web/templates/map.yaml", line: 4, column: 14 },
        { file: "web/templates/map.yaml", line: 4, column: 14 },
      ]);
      expect(error.findings[1]?.says).toMatch(/^release c: .*a is not set/);
    });

    test("a failing template is named by its path in the repository", async () => {
      write({
        "charts/the-shop/Chart.yaml": `apiVersion: v2
name: shop
version: 1.0.0
dependencies: [{name: part, alias: piece, version: 1.0.0}]
`,
        "charts/the-shop/charts/a-part/Chart.yaml": "apiVersion: v2\nname: part\nversion: 1.0.0\n",
        "charts/the-shop/charts/a-part/templates/x.yaml": '\n{{ fail "no" }}\n',
      });
      state("releases: [{name: a, chart: ./charts/the-shop}]\n");
      const error = await failure();
      expect(error.findings.map(({ at }) => at)).toEqual([
        { file: "charts/the-shop/charts/a-part/templates/x.yaml", line: 2, column: 3 },
      ]);
    });

    test("a failing hook's own first line is the cause", async () => {
      state(`hooks:
- {name: h, events: [prepare], showlogs: true, command: sh, args: [-c, "echo 'keelson: values are wrong'; echo 'fix: mend them'; exit 3"]}
releases: [{name: a, chart: ./web, values: [{a: 1}]}]
`);
      const error = await failure();
      expect(error.code).toBe("RENDER_FAILED");
      expect(error.message).toMatch(/^prod: keelson: values are wrong\nfix: mend them/);
    });

    test("an environment that is not declared is refused by helmfile's own words", async () => {
      write({
        "helmfile.yaml": "environments: {dev: {}}\n---\nreleases: [{name: a, chart: ./web}]\n",
      });
      await expect(render()).rejects.toMatchObject({ code: "RENDER_FAILED" });
    });

    test("credentials of the caller do not reach helmfile, its helm or its hooks", async () => {
      state(`hooks:
- {name: h, events: [prepare], showlogs: true, command: sh, args: [-c, "env; exit 1"]}
releases: [{name: a, chart: ./web, values: [{a: 1}]}]
`);
      const variables = { AWS_SECRET_ACCESS_KEY: "k-1", VAULT_TOKEN: "k-2", KUBECONFIG: "/k-3" };
      const message = await render(undefined, variables).catch((error: unknown) => String(error));
      expect(message).not.toMatch(/k-[123]/);
    });

    test("a helm that hangs is ended when it is cancelled, and leaves no folder", async () => {
      state(`hooks: [{name: h, events: [prepare], command: sleep, args: ["60"]}]
releases: [{name: a, chart: ./web, values: [{a: 1}]}]
`);
      const scratch = join(root, "tmp");
      mkdirSync(scratch);
      vi.stubEnv("TMPDIR", scratch);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 300);
      await expect(render(stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
      expect(readdirSync(scratch)).toEqual([]);
      vi.unstubAllEnvs();
    });

    test("renders side by side do not see each other's half-built dependencies", async () => {
      write({
        "helmfile.yaml": `environments: { prod: {} }
---
releases:
  - { name: web, chart: ./web, values: [{ a: "1" }] }
`,
        "part/Chart.yaml": "apiVersion: v2\nname: part\nversion: 1.0.0\n",
        "web/Chart.yaml": `apiVersion: v2
name: web
version: 1.0.0
dependencies: [{ name: part, version: 1.0.0, repository: "file://../part" }]
`,
      });
      const renders = await Promise.all([1, 2, 3, 4, 5].map(() => render()));
      expect(renders.map(({ manifests }) => manifests.length)).toEqual([1, 1, 1, 1, 1]);
      expect(readdirSync(join(root, ".cache/keelson-helm"))).toEqual(["builds"]);
    });
  },
);
