import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../host/test-programs.ts";
import { asMap } from "../../../model/value.ts";
import { readSettings } from "../../read-settings.ts";
import { type HelmfileRepository, helmfileRepository } from "../render/test-helmfile.ts";
import { type ArgoDescription, type ArgoOptions, describeArgo } from "./describe-argo.ts";

const files = {
  "keelson.yaml": "environments: { dev: { namespace: web }, prod: { deploy: helmfile } }\n",
  "helmfile.yaml": `environments: { dev: {}, prod: {} }
---
releases:
  - { name: web, namespace: web, chart: ./web }
`,
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/values.yaml": "letters: 1\n",
  "web/templates/all.yaml": `{{- range until 9 }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: "web-{{ . }}" }
data: { a: {{ repeat (int $.Values.letters) "x" }} }
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: elsewhere, namespace: other }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules: []
`,
};
const schemas = new URL("../../../publish/__fixtures__/", import.meta.url);

describe.skipIf(!hasPrograms("helm", "helmfile"))("describeArgo", () => {
  let repository: HelmfileRepository;

  beforeEach(() => {
    repository = helmfileRepository(files);
  });
  afterEach(() => repository.remove());

  async function describeFor(options: Partial<ArgoOptions> = {}): Promise<ArgoDescription> {
    const { context, root } = repository;
    return describeArgo(context, await readSettings(root), {
      environments: ["dev", "prod"],
      isNamed: false,
      isSet: false,
      project: "shop",
      argoNamespace: "argocd",
      serverSideDiff: true,
      repoUrl: "https://user:p@hunter2@example.com/gitops.git",
      ...options,
    });
  }

  test.each([true, false])(
    "what a render needs fits Argo CD's definitions: set %j",
    async (isSet) => {
      const { manifests, findings } = await describeFor({ isSet });
      expect(findings).toEqual([]);
      const kinds = manifests.map(({ identity }) => identity.kind);
      expect(kinds).toEqual(["AppProject", isSet ? "ApplicationSet" : "Application"]);
      for (const { identity, body } of manifests) {
        const name = `${identity.kind.toLowerCase()}.schema.json`;
        const schema = asMap(JSON.parse(readFileSync(new URL(name, schemas), "utf8")));
        const ajv = new Ajv({ strict: false, allErrors: true });
        ajv.validate(schema, body);
        expect(ajv.errors).toBeNull();
      }
      expect(manifests[0]?.body).toMatchObject({
        spec: {
          sourceRepos: ["https://example.com/gitops.git"],
          destinations: [{ namespace: "web" }, { namespace: "other" }],
          clusterResourceWhitelist: [
            { group: "", kind: "Namespace" },
            { group: "rbac.authorization.k8s.io", kind: "ClusterRole" },
          ],
        },
      });
      expect(JSON.stringify(manifests)).not.toContain("hunter2");
    },
  );

  test("warns before a branch holds more than Argo CD reads", async () => {
    repository.write("web/values.yaml", "letters: 950000\n");
    const { findings } = await describeFor();
    expect(findings).toMatchObject([{ code: "PUBLISH_ARGO_LIMIT", level: "warning" }]);
  });

  test("an environment that Helmfile owns is left out, and refused when it is named", async () => {
    const { manifests } = await describeFor();
    expect(JSON.stringify(manifests)).not.toContain("environments/prod");
    const named = describeFor({ environments: ["prod"], isNamed: true });
    await expect(named).rejects.toMatchObject({ code: "ARGOCD_NOT_OWNER" });
  });

  test("a repository on this disk is no source for Argo CD", async () => {
    const { context, root } = repository;
    const { repoUrl: _, ...local } = { repoUrl: "", environments: ["dev"], isNamed: true };
    const options = {
      ...local,
      isSet: false,
      project: "shop",
      argoNamespace: "argocd",
      serverSideDiff: false,
    };
    const described = describeArgo(context, await readSettings(root), options);
    await expect(described).rejects.toMatchObject({ code: "ARGOCD_REMOTE_LOCAL" });
  });
});
