import { chart, rich } from "./charts.ts";
import { head, type HelmfileFixtures } from "./helmfile-fixture.ts";

/** States put together in different ways. */
export const stateHelmfiles: HelmfileFixtures = {
  "several releases that need each other": {
    files: {
      ...chart,
      "helmfile.yaml": `${head}releases:
- {name: front, namespace: shop, chart: ./web, needs: [shop/back]}
- {name: back, namespace: shop, chart: ./web, needs: [data/store], values: [{replicas: 3}]}
- {name: store, namespace: data, chart: ./web}
`,
    },
    releases: ["store", "back", "front"],
  },
  "selectors and labels": {
    files: {
      ...chart,
      "helmfile.yaml": `${head}releases:
- {name: a, namespace: x, chart: ./web, labels: {tier: front}}
- {name: b, namespace: x, chart: ./web, labels: {tier: back}}
- {name: c, namespace: x, chart: ./web, labels: {tier: back}}
`,
    },
    selectors: ["tier=front", "name=c"],
    releases: ["a", "c"],
  },
  "a templated state with state values": {
    files: {
      ...chart,
      "prod.yaml": "names: [red, blue]\nreplicas: 4\n",
      "helmfile.yaml.gotmpl": `environments:
  prod: {values: [prod.yaml, {host: prod.example.org}]}
---
helmDefaults: {skipDeps: true}
releases:
{{- range .Values.names }}
- name: web-{{ . }}
  namespace: {{ $.Environment.Name }}
  chart: ./web
  values: [web.yaml.gotmpl]
{{- end }}
`,
      "web.yaml.gotmpl":
        "replicas: {{ .Values.replicas }}\nhost: {{ .Release.Name }}.{{ .Values.host }}\n",
    },
    state: "helmfile.yaml.gotmpl",
    releases: ["web-red", "web-blue"],
  },
  "bases and a template to inherit from": {
    files: {
      ...chart,
      "base/environments.yaml": "environments: {prod: {values: [{replicas: 7}]}, dev: {}}\n",
      "base/defaults.yaml": "helmDefaults: {skipDeps: true}\n",
      "values/prod.yaml": "replicas: 7\n",
      "helmfile.yaml": `bases: [base/environments.yaml, base/defaults.yaml]
---
templates:
  common:
    namespace: "n-{{ .Environment.Name }}"
    chart: ./web
    values: ["values/{{ .Environment.Name }}.yaml"]
releases:
- {name: a, inherit: [{template: common}]}
- {name: b, inherit: [{template: common}], needs: ["n-{{ .Environment.Name }}/a"]}
`,
    },
    releases: ["a", "b"],
  },
  "sub-helmfiles": {
    files: {
      ...chart,
      "apps/one/helmfile.yaml": `${head}releases: [{name: one, namespace: x, chart: ../../web}]\n`,
      "apps/two/helmfile.yaml": `${head}releases:\n- {name: two, namespace: y, chart: ../../web, values: [v.yaml]}\n- {name: three, namespace: y, chart: ../../web, needs: [y/two]}\n`,
      "apps/two/v.yaml": "host: two.example.org\n",
      "helmfile.yaml": `${head}helmfiles: [apps/one/helmfile.yaml, {path: apps/two/helmfile.yaml}]\nreleases: [{name: own, namespace: z, chart: ./web}]\n`,
    },
    releases: ["one", "two", "three", "own"],
  },
  "a folder of states": {
    files: {
      ...chart,
      "helmfile.d/10-first.yaml": `${head}releases: [{name: first, namespace: x, chart: ../web}]\n`,
      "helmfile.d/20-second.yaml": `${head}releases: [{name: second, namespace: x, chart: ../web}]\n`,
    },
    state: "helmfile.d",
    releases: ["first", "second"],
  },
  "hooks that write values": {
    files: {
      ...chart,
      "helmfile.yaml": `${head}hooks:
- {name: write, events: [prepare], showlogs: true, command: sh, args: [-c, "echo 'replicas: 9' > written-{{ .Environment.Name }}.yaml; echo done"]}
releases:
- name: a
  namespace: x
  chart: ./web
  values: ["written-{{ .Environment.Name }}.yaml"]
  hooks: [{events: [prepare], command: "true"}, {events: [cleanup], command: "true"}]
`,
    },
    releases: ["a"],
  },
  "CRDs, Helm hooks, tests, lists and every kind of YAML": {
    files: {
      ...rich,
      "helmfile.yaml": `${head}releases: [{name: r, namespace: x, chart: ./rich}, {name: w, namespace: x, chart: ./web}]\n`,
    },
    releases: ["r", "w"],
  },
};
