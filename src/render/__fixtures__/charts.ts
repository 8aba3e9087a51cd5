/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** A chart with a Deployment and a ConfigMap that holds its values. */
export const chart: Files = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.2.3\n",
  "web/values.yaml": "replicas: 1\nhost: example.org\n",
  "web/templates/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: {app: {{ .Release.Name }}, chart: "{{ .Chart.Name }}-{{ .Chart.Version }}"}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}}}
    spec:
      containers:
        - name: web
          image: "nginx:1"
          env: [{name: HOST, value: {{ .Values.host | quote }}}]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  values.yaml: |
    {{- toYaml .Values | nindent 4 }}
`,
};

/** A chart with CRDs, hooks, lists and every kind of YAML. */
export const rich: Files = {
  ...chart,
  "rich/Chart.yaml": "apiVersion: v2\nname: rich\nversion: 0.1.0\n",
  "rich/crds/foo.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: foos.example.org}
spec:
  group: example.org
  scope: Cluster
  names: {kind: Foo, plural: foos}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: bars.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Bar, plural: bars}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`,
  "rich/templates/all.yaml": `apiVersion: example.org/v1
kind: Foo
metadata: {name: cluster-wide}
---
apiVersion: example.org/v1
kind: Bar
metadata: {name: inside}
spec: {on: yes, "off": no, mode: 0644, big: 1_000, time: 12:30, date: 2001-01-01, none: ~, float: 1.50}
---
# only a comment
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ServiceAccount, metadata: {name: one}}
  - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: two}, rules: []}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: texts, namespace: elsewhere}
data:
  merged: &text |
    a: 1

      b: "2"
  same: *text
  folded: >-
    one
    two

    three
  quoted: "tab\\t and \\u00e9"
  empty: ""
  dashes: "---"
  crlf: "a\\r\\nb\\r\\n"
`,
  "rich/templates/hooks.yaml": `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "-5", helm.sh/hook-delete-policy: before-hook-creation}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "b:1"}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: {{ .Release.Name }}-test, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: a, image: "b:1"}]}
`,
};
