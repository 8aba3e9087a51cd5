import { chart } from "./charts.ts";
import { head, type HelmfileFixture, type HelmfileFixtures } from "./helmfile-fixture.ts";

/** Releases that use what Helmfile offers for one. */
export const releaseHelmfiles: HelmfileFixtures = {
  "releases that are switched off": {
    files: {
      ...chart,
      "helmfile.yaml": `environments: {prod: {values: [{b: {enabled: false}, c: {enabled: true}}]}}
---
helmDefaults: {skipDeps: true}
releases:
- {name: a, namespace: x, chart: ./web, installed: false}
- {name: b, namespace: x, chart: ./web, condition: b.enabled}
- {name: c, namespace: x, chart: ./web, condition: c.enabled}
`,
    },
    releases: ["c"],
  },
  "late templates, inline values and set": {
    files: {
      ...chart,
      "helmfile.yaml": `environments: {prod: {values: [{size: 5}]}}
---
helmDefaults: {skipDeps: true}
kubeVersion: "1.36.0"
apiVersions: [monitoring.coreos.com/v1]
releases:
- name: a
  namespace: "{{ .Environment.Name }}-x"
  chart: ./web
  values: [{host: null}]
  valuesTemplate: [{replicas: "{{ .Values.size }}"}]
  set: [{name: extra.deep, value: "1"}]
  setString: [{name: text, value: "1"}]
`,
    },
    releases: ["a"],
  },
  "a release without a namespace, and two of one name": {
    files: {
      ...chart,
      "helmfile.yaml": `${head}releases:
- {name: a, chart: ./web}
- {name: b, namespace: x, chart: ./web}
- {name: b, namespace: y, chart: ./web}
`,
    },
    releases: ["a", "b", "b"],
  },
  "a chart with subcharts": {
    files: {
      ...chart,
      "umbrella/Chart.yaml": `apiVersion: v2
name: umbrella
version: 1.0.0
dependencies:
- {name: web, version: 1.2.3, condition: web.enabled}
- {name: web, alias: other, version: 1.2.3}
`,
      "umbrella/values.yaml": "web: {enabled: false}\nother: {replicas: 2}\n",
      "umbrella/charts/web/Chart.yaml": chart["web/Chart.yaml"] ?? "",
      "umbrella/charts/web/values.yaml": chart["web/values.yaml"] ?? "",
      "umbrella/charts/web/templates/web.yaml": chart["web/templates/web.yaml"] ?? "",
      "helmfile.yaml": `${head}releases: [{name: u, namespace: x, chart: ./umbrella}]\n`,
    },
    releases: ["u"],
  },
  "a folder of plain manifests as a chart": {
    files: {
      "manifests/a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\ndata: {a: b}\n",
      "helmfile.yaml": `${head}releases: [{name: m, namespace: x, chart: ./manifests}]\n`,
    },
    releases: ["m"],
    patches: true,
  },
  patches: {
    files: {
      ...chart,
      "helmfile.yaml": `${head}releases:
- name: a
  namespace: x
  chart: ./web
  jsonPatches:
  - target: {group: apps, version: v1, kind: Deployment, name: a}
    patch: [{op: replace, path: /spec/replicas, value: 6}]
  strategicMergePatches:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {added: "yes"}}
- {name: b, namespace: x, chart: ./web}
`,
    },
    releases: ["a", "b"],
    patches: true,
  },
};

/** A helmfile whose chart comes from a repository at `url`. */
export function repositoryFixture(url: string): HelmfileFixture {
  return {
    files: {
      ...chart,
      "helmfile.yaml": `environments: {prod: {}}
---
repositories: [{name: local, url: "${url}"}]
releases: [{name: a, namespace: x, chart: local/web, version: 1.2.3, values: [{replicas: 8}]}]
`,
    },
    releases: ["a"],
  };
}
