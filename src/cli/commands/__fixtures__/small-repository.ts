/** A template with one object. */
export const map: string = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data: {a: {{ required "a is not set" .Values.a | quote }}{{ .Values.more }}}
`;
/** Two environments, two releases. */
export const files: Readonly<Record<string, string>> & { readonly "helmfile.yaml": string } = {
  "keelson.yaml": "environments: {dev: {}, prod: {}}\n",
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/map.yaml": map,
  "dev.yaml": "a: 1\n",
  "prod.yaml": "a: 2\n",
  "helmfile.yaml": `environments: {dev: {}, prod: {}}
---
helmDefaults: {skipDeps: true}
releases:
- {name: one, namespace: n1, chart: ./web, values: ["{{ .Environment.Name }}.yaml"]}
- {name: two, namespace: n2, chart: ./web, values: ["{{ .Environment.Name }}.yaml"]}
`,
};
