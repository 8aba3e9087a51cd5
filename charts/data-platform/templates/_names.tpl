{{/*
Names, labels and addresses of objects. Each takes (dict "ctx" $ "component" "redpanda").
Subcharts see these templates: all of them read only .Release and .Values.global.
*/}}

{{/*
Name of a component's objects: <release>-<component>, at most 52 characters, so that a StatefulSet's
revision label (11 more) fits into 63. A release name that starts with a digit, holds dots or is too
long still gives a valid and distinct Service name.
*/}}
{{- define "platform.fullname" -}}
{{- $release := .ctx.Release.Name | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $release }}{{- $release = printf "r%s" $release }}{{- end -}}
{{- $room := int (sub 51 (len .component)) -}}
{{- if gt (len $release) $room -}}
{{- $digest := .ctx.Release.Name | sha256sum | trunc 6 -}}
{{- $release = printf "%s-%s" ($release | trunc (int (sub $room 7)) | trimSuffix "-") $digest -}}
{{- end -}}
{{- printf "%s-%s" $release .component -}}
{{- end -}}

{{/* What a selector matches: never changes during the life of a release. */}}
{{- define "platform.selectorLabels" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .ctx.Release.Name | quote }}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "platform.labels" -}}
{{ include "platform.selectorLabels" . }}
app.kubernetes.io/part-of: data-platform
app.kubernetes.io/managed-by: {{ .ctx.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .ctx.Chart.Name .ctx.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Full DNS name of a component's Service: <fullname>.<namespace>.svc.<cluster domain>. */}}
{{- define "platform.host" -}}
{{ include "platform.fullname" . }}.{{ .ctx.Release.Namespace }}.svc.{{ .ctx.Values.global.clusterDomain }}
{{- end -}}
