{{/* Address of Prometheus and Grafana, for links and policies: (dict "ctx" $). Both stand outside this chart. */}}
{{- define "platform.prometheus.url" -}}
{{ .ctx.Values.global.monitoring.prometheusUrl }}
{{- end -}}

{{- define "platform.grafana.url" -}}
{{ .ctx.Values.global.monitoring.grafanaUrl }}
{{- end -}}

{{/* Labels by which the Prometheus operator finds our monitors and rules: (dict "ctx" $). */}}
{{- define "platform.monitoring.labels" -}}
{{- with .ctx.Values.global.monitoring.labels }}{{ toYaml . }}{{ end -}}
{{- end -}}
